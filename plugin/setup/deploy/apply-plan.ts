import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { readPrincipals, type Grant, type Principal } from '../../salesforce/org/access.ts';
import { grantAccess, revokeAccess } from '../../salesforce/org/access-changes.ts';
import { APP_BACKENDS } from '../../salesforce/org/app.ts';
import { liveAppId } from '../../salesforce/org/app-id.ts';
import type { DeployedComponent, DeploymentOutcome } from '../../salesforce/deployment/deployment-outcome.ts';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import { accessNotKept, whileAtStake } from '../plan/access-at-stake.ts';
import { deploymentError, doneBy, type Done } from './deployment-error.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import { refuseChangedSincePlan, refuseRenewed } from './changed-since-plan.ts';
import { lostGrants } from '../plan/plan-access.ts';
import { isToDo, type AccessChange, type Plan } from '../plan/plan.ts';
import { findPermissionSet } from '../access/principals.ts';
import { adaptStages, stagesOf, type Adaptation, type Stage } from './stages.ts';

/** The parts of the work that a person watches. */
export type WorkStage = 'validate' | 'identity-provider' | 'app' | 'access' | 'check';

export type ApplyOptions = {
  onStage?: (stage: WorkStage, progress?: DeploymentProgress) => void;
};

/** A deployment that was made. */
export type DeploymentRecord = { stage: WorkStage; id: string };

/**
 * Validates a plan on the server, all of its components in one transaction, and changes nothing.
 *
 * @param done what the command has done before, for the error of a refusal.
 * @returns the stages as the org wants them, and whether it could judge all of them beforehand.
 * @throws DeploymentFailed, ConnectedAppBlocked.
 */
export async function validatePlan(
  connection: Connection,
  stages: Stage[],
  { onStage }: ApplyOptions,
  done: Done = [],
): Promise<{ stages: Stage[]; complete: boolean; deployments: DeploymentRecord[] }> {
  const deployments: DeploymentRecord[] = [];
  for (let current = stages; ;) {
    const outcome = await deployChanges(
      connection,
      { components: current.flatMap(({ components }) => components) },
      { checkOnly: true, onProgress: (progress) => onStage?.('validate', progress) },
    );
    deployments.push({ stage: 'validate', id: outcome.id });
    if (outcome.outcome === 'succeeded') {
      return { stages: current, complete: true, deployments };
    }
    const adaptation = adaptationTo(outcome, current);
    if (adaptation === undefined) {
      throw deploymentError(outcome, done);
    }
    if (!adaptation.validatable) {
      return { stages: adaptation.stages, complete: false, deployments };
    }
    current = adaptation.stages;
  }
}

/**
 * Carries out a plan and nothing else, in order: identity provider, app, access. If it takes more than one deployment,
 * all of them are validated together first. So a refusal comes before anything is changed.
 *
 * @throws DeploymentFailed, ConnectedAppBlocked, DeploymentPending, DeploymentUnknown, AccessNotGranted and the
 * like.
 * @param done what the command has done before. What is deployed here is added to it.
 */
export async function applyPlan(
  connection: Connection,
  { plan, actual, done }: { plan: Plan; actual: ActualSetup; done: Done },
  options: ApplyOptions,
): Promise<DeploymentRecord[]> {
  const planned = stagesOf(plan);
  const { stages, deployments } =
    planned.length > 1
      ? await validatePlan(connection, planned, options, done)
      : { stages: planned, deployments: [] as DeploymentRecord[] };
  const redeployed = actual.app?.kind === 'external-client-app' && stages.some(({ name }) => name === 'app');
  const atStake = redeployed ? principalsOf(actual.grants) : [];
  await whileAtStake(plan.app, atStake, async () => {
    const deployed: DeployedComponent[] = [];
    for (const stage of stages) {
      const { id, components } = await deployStage(connection, stage, done, options);
      deployments.push({ stage: stage.name, id });
      deployed.push(...components);
    }
    await giveAccess(connection, plan, { deployed, actual }, options);
  });
  return deployments;
}

/**
 * Deploys one stage, in another form if the org asks for it. Each attempt is a transaction of its own.
 *
 * @throws DeploymentFailed and similar errors, OrgChangedMeanwhile, CertificateRenewed.
 * @param done what was done before it, for the error of a refusal. What is deployed is added to it.
 */
export async function deployStage(
  connection: Connection,
  stage: Stage,
  done: Done,
  { onStage }: ApplyOptions,
): Promise<{ id: string; components: DeployedComponent[] }> {
  const components: DeployedComponent[] = [];
  for (let queue = [stage], id = ''; ;) {
    const [current, ...rest] = queue;
    if (current === undefined) {
      return { id, components };
    }
    onStage?.(stage.name);
    const outcome = await deployChanges(connection, current, {
      checkOnly: false,
      beforeSend: () => refuseChangedSincePlan(connection, current),
      onProgress: (progress) => onStage?.(stage.name, progress),
    });
    if (outcome.outcome === 'succeeded') {
      done.push(...doneBy(current));
      refuseRenewed(outcome.components);
      ({ id } = outcome);
      components.push(...outcome.components);
      queue = rest;
      continue;
    }
    const adaptation = adaptationTo(outcome, [current]);
    if (adaptation === undefined) {
      throw deploymentError(outcome, done);
    }
    queue = [...adaptation.stages, ...rest];
  }
}

function adaptationTo(outcome: DeploymentOutcome, stages: Stage[]): Adaptation | undefined {
  return outcome.outcome === 'failed' ? adaptStages(stages, outcome.problems) : undefined;
}

async function giveAccess(
  connection: Connection,
  plan: Plan,
  { deployed, actual }: { deployed: DeployedComponent[]; actual: ActualSetup },
  { onStage }: ApplyOptions,
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

/** Who is to get access, with the permission sets that were just made. */
async function planned(connection: Connection, changes: AccessChange[]): Promise<Principal[]> {
  const newNames = changes.flatMap((change) => ('newPermissionSet' in change ? change.newPermissionSet : []));
  const newSets = newNames.length === 0 ? [] : await readPrincipals(connection, newNames);
  return changes.map((change) =>
    'principal' in change ? change.principal : madeSet(change.newPermissionSet, newSets),
  );
}

function principalsOf(grants: Grant[]): Principal[] {
  return grants.map(({ principal }) => principal);
}

function madeSet(name: string, newSets: Principal[]): Principal {
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
