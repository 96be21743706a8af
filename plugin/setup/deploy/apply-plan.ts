import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { readPrincipals, type Grant, type Principal } from '../../salesforce/org/access.ts';
import { grantAccess, revokeAccess } from '../../salesforce/org/access-changes.ts';
import { APP_BACKENDS } from '../../salesforce/org/app.ts';
import { liveAppId } from '../../salesforce/org/app-id.ts';
import type { DeployedComponent, DeploymentOutcome } from '../../salesforce/deployment/deployment-outcome.ts';
import { assignToUsers } from '../../salesforce/people/assignments.ts';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import { accessNotKept, whileAtStake } from '../plan/access-at-stake.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { refuseChangedSincePlan } from './changed-since-plan.ts';
import { lostGrants } from '../plan/plan-access.ts';
import { isToDo, type AccessChange, type Plan } from '../plan/plan.ts';
import { findPermissionSet } from '../access/principals.ts';
import { untilInPlace } from './in-place.ts';
import type { Refusal } from './refusal.ts';
import { notToDeployTwice, stagesOf, type Stage } from './stages.ts';
import { noteAccess, noteDeployed, type Work, type WorkOptions } from './work.ts';

/**
 * Carries out a plan and nothing else: certificate, identity provider and app in one deployment, or in as many as the org
 * wants, and then access.
 *
 * @param work what is done here is added to it.
 * @returns the org's refusal of a deployment, with which the work has ended; undefined if all of it is done.
 * @throws OrgChangedMeanwhile, DeploymentPending, DeploymentUnknown, SetupNotAsPlanned, AccessNotGranted and the like.
 */
export async function applyPlan(
  connection: Connection,
  { plan, actual }: { plan: Plan; actual: ActualSetup },
  work: Work,
  options: WorkOptions,
): Promise<Refusal | undefined> {
  const stages = stagesOf(plan, work.form);
  const hasApp = stages.some(({ name }) => name !== 'identity-provider');
  const atStake = actual.app?.kind === 'external-client-app' && hasApp ? principalsOf(actual.grants) : [];
  return whileAtStake(plan.app, atStake, async () => {
    const deployed: DeployedComponent[] = [];
    for (const [index, stage] of stages.entries()) {
      const outcome = await sendStage(connection, stage, options);
      if (outcome.outcome !== 'succeeded') {
        return { outcome, stage };
      }
      noteDeployed(work, { stage, plan }, outcome);
      deployed.push(...outcome.components);
      if (index < stages.length - 1) {
        await untilInPlace(connection, stage);
      }
    }
    await giveAccess(connection, plan, { deployed, actual }, options);
    await giveToUsers(connection, plan, options);
    noteAccess(work, plan);
    return undefined;
  });
}

/**
 * Deploys a stage, after a last look at the org.
 *
 * @throws OrgChangedMeanwhile, and the errors of `deployChanges`.
 */
export async function sendStage(
  connection: Connection,
  stage: Stage,
  { onStage }: WorkOptions,
): Promise<DeploymentOutcome> {
  onStage?.(stage.name);
  return deployChanges(connection, stage, {
    checkOnly: false,
    mayRepeat: notToDeployTwice(stage.components).length === 0,
    beforeSend: () => refuseChangedSincePlan(connection, stage),
    onProgress: (progress) => onStage?.(stage.name, progress),
  });
}

async function giveAccess(
  connection: Connection,
  plan: Plan,
  { deployed, actual }: { deployed: DeployedComponent[]; actual: ActualSetup },
  { onStage }: WorkOptions,
): Promise<void> {
  const changes = plan.changes.filter((change) => change.step === 'access').filter(isToDo);
  if (changes.length === 0 && (actual.grants.length === 0 || deployedApp(deployed, plan) === undefined)) {
    return;
  }
  const [id, principals] = await Promise.all([
    appIdNow(connection, plan, { deployed, actual }),
    planned(connection, changes),
  ]);
  // An external client app can get another id when it is deployed again (seen), and its grants stay with the old one.
  const moved = actual.app !== undefined && id !== actual.app.id ? actual.grants : [];
  if (changes.length + moved.length === 0) {
    return;
  }
  onStage?.('access');
  const had = principalsOf(moved);
  try {
    await grantAccess(connection, id, uniquePrincipals([...principals, ...had]));
  } catch (error) {
    throw had.length > 0 && error instanceof Error ? accessNotKept(plan.app, had, error) : error;
  }
  // Grants of an earlier id open nothing. If they stayed, they would be taken for lost access again.
  await revokeAccess(connection, [...moved, ...lostGrants(actual)]);
}

/** Gives users the permission set that has access by now. */
async function giveToUsers(connection: Connection, { changes }: Plan, { onStage }: WorkOptions): Promise<void> {
  for (const { permissionSet, users } of changes.filter((change) => change.step === 'users').filter(isToDo)) {
    onStage?.('access');
    const set = createdPermissionSet(permissionSet, await readPrincipals(connection, [permissionSet]));
    await assignToUsers(connection, set.permissionSetId, users);
  }
}

/** Who is to get access, with the permission sets that were just made. */
async function planned(connection: Connection, changes: AccessChange[]): Promise<Principal[]> {
  const newNames = changes.flatMap((change) => ('newPermissionSet' in change ? change.newPermissionSet : []));
  const newSets = newNames.length === 0 ? [] : await readPrincipals(connection, newNames);
  return changes.map((change) =>
    'principal' in change ? change.principal : createdPermissionSet(change.newPermissionSet, newSets),
  );
}

function principalsOf(grants: Grant[]): Principal[] {
  return grants.map(({ principal }) => principal);
}

function createdPermissionSet(name: string, newSets: Principal[]): Principal {
  const found = findPermissionSet(name, newSets);
  if (found === undefined) {
    throw setupError('PermissionSetNotMade', { tokens: [name] });
  }
  return found;
}

function uniquePrincipals(principals: Principal[]): Principal[] {
  return [...new Map(principals.map((principal) => [principal.permissionSetId, principal])).values()];
}

/** The app's own component in a deployment, if it was in one. */
function deployedApp(components: DeployedComponent[], { app }: Plan): DeployedComponent | undefined {
  const { type } = APP_BACKENDS[app.kind];
  return components.find((component) => component.type === type && component.fullName === app.fullName);
}

/**
 * The id that grants must name now. What was not deployed has the id that was inspected.
 *
 * @throws AppUnreadable.
 */
async function appIdNow(
  connection: Connection,
  plan: Plan,
  { deployed, actual }: { deployed: DeployedComponent[]; actual: ActualSetup },
): Promise<string> {
  const former = actual.app?.id;
  const component = deployedApp(deployed, plan);
  const id =
    component === undefined && former !== undefined
      ? former
      : await liveAppId(connection, plan.app, { former, deployed: component?.id });
  if (id === undefined) {
    throw setupError('AppUnreadable', { tokens: [plan.app.fullName] });
  }
  return id;
}
