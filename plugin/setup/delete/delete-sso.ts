import { Messages, type Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { countAssignments } from '../../salesforce/org/access.ts';
import { revokeAccess } from '../../salesforce/org/access-changes.ts';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import type { MetadataChanges } from '../../salesforce/metadata/metadata-package.ts';
import { readSetupSource } from '../../salesforce/source/metadata-source.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { SourceDocument } from '../../salesforce/source/source-apps.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { deploymentError, doneBy, type Done } from '../deploy/deployment-error.ts';
import { inspectOrg } from '../inspect/inspect-org.ts';
import { titleOf } from '../plan/plan-access.ts';
import { isCarriedOut, planDeletion, type PlannedDeletion } from './plan-deletion.ts';
import { permissionSetOfFile } from '../access/principals.ts';
import { planSettled, type SettleOptions } from '../deploy/plan-settled.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'deletion');

export type DeleteRequest = NamedApp & {
  serviceProvider: ServiceProvider;
  sourceDirectory: string;
  /** Also switch the identity provider off and delete its certificate. */
  includeCertificate: boolean;
};

export type DeleteOptions = SettleOptions & {
  dryRun: boolean;
  /** Shows what is to be deleted and asks; the work goes on only on true. */
  approve: (planned: PlannedDeletion[]) => Promise<boolean>;
  onProgress?: (progress: DeploymentProgress) => void;
};

export type DeleteReport = {
  outcome: 'removed' | 'nothing' | 'validated' | 'declined';
  planned: PlannedDeletion[];
  deployments: string[];
  /** Whether the server could judge all deployments of a dry run. */
  validationComplete: boolean;
};

/**
 * Deletes the setup in the reverse order: access, then the app and the permission sets made for it. The identity
 * provider and its certificate follow if the user asked for that. After a run that was killed, the next plans the rest.
 */
export async function deleteSso(
  connection: Connection,
  request: DeleteRequest,
  options: DeleteOptions,
): Promise<DeleteReport> {
  const { planned, kind } = await planSettled(
    connection,
    () => planFor(connection, request),
    (plan) => !options.dryRun && stagesOf(plan.planned).length > 0,
    options,
  );
  const base = { planned, deployments: [], validationComplete: true };
  const blocked = planned.find((deletion) => deletion.action === 'blocked');
  if (blocked !== undefined) {
    throw blocked.problem;
  }
  if (!planned.some(isCarriedOut)) {
    return { ...base, outcome: 'nothing' };
  }
  if (!(await options.approve(planned))) {
    return { ...base, outcome: 'declined' };
  }
  const stages = stagesOf(planned);
  if (options.dryRun) {
    // A certificate in use cannot be deleted even on trial, so only the first stage can be validated.
    const deployments = await deployAll(connection, stages.slice(0, 1), [], options);
    return { ...base, outcome: 'validated', deployments, validationComplete: stages.length === 1 };
  }
  const grants = planned.filter((deletion) => deletion.step === 'access').map(({ grant }) => grant);
  await revokeAccess(connection, grants);
  const done = grants.map(({ principal }) => messages.getMessage('done.access', [titleOf(principal)]));
  const deployments = await deployAll(connection, stages, done, options);
  // Without the kind, an app of the other kind that stays would be found instead of the deleted one.
  const left = (await planFor(connection, { ...request, appType: kind })).planned.filter(isCarriedOut);
  if (left.length > 0) {
    throw setupError('SetupNotAsPlanned', { tokens: [left.map(({ target }) => target).join('; ')] });
  }
  return { ...base, outcome: 'removed', deployments };
}

/** What is to be deleted, and the kind of the app. */
type DeletionPlan = { planned: PlannedDeletion[]; kind: DeleteRequest['appType'] };

/** Elements of a permission set that give no right. */
const WITHOUT_RIGHTS = ['label', 'description', 'hasActivationRequired', 'license'];

/** Whether a permission set may have been made for the app alone. A user's folder may hold those of the whole org. */
function givesNothingElse({ content }: SourceDocument): boolean {
  return Object.keys(content).every((element) => WITHOUT_RIGHTS.includes(element));
}

async function planFor(connection: Connection, request: DeleteRequest): Promise<DeletionPlan> {
  const { appName, appType, serviceProvider, sourceDirectory, includeCertificate } = request;
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const names = source.permissionSets.filter(givesNothingElse).map(({ fullName }) => fullName);
  const actual = await inspectOrg(connection, {
    appName,
    appType,
    permissionSetsInSource: names,
    roleField: true,
    serviceProviders: includeCertificate,
  });
  const existing = names.flatMap((name) => permissionSetOfFile(name, actual.principals) ?? []);
  const assignments = await countAssignments(connection, existing);
  const planned = planDeletion({
    actual,
    includeCertificate,
    permissionSets: existing.map(({ name, permissionSetId }) => ({
      name,
      assignments: assignments.get(permissionSetId) ?? 0,
    })),
    otherServiceProviders: othersOf(actual.serviceProviders ?? [], actual.app?.names.app),
  });
  return { planned, kind: actual.app?.kind ?? appType };
}

/** The service providers beside an app. Its name is listed twice if the org has apps of both kinds with it. */
function othersOf(serviceProviders: string[], app: string | undefined): string[] {
  const own = serviceProviders.indexOf(app ?? '');
  return serviceProviders.filter((_name, index) => index !== own);
}

/** The deployments of a deletion. A certificate can be deleted only after the identity provider no longer uses it. */
function stagesOf(planned: PlannedDeletion[]): MetadataChanges[] {
  const deletionsOf = (...steps: Array<PlannedDeletion['step']>): MetadataChanges => ({
    deletions: planned
      .filter((deletion) => 'deletions' in deletion)
      .filter(({ step }) => steps.includes(step))
      .flatMap(({ deletions }) => deletions),
  });
  const stages: MetadataChanges[] = [
    deletionsOf('app', 'user-field', 'permission-set'),
    { components: planned.filter((deletion) => deletion.action === 'switch-off').map(({ component }) => component) },
    deletionsOf('certificate'),
  ];
  return stages.filter(({ components = [], deletions = [] }) => components.length + deletions.length > 0);
}

/** @param done what was done before, for the error of a refusal. What is deployed is added to it. */
async function deployAll(
  connection: Connection,
  stages: MetadataChanges[],
  done: Done,
  { dryRun, onProgress }: DeleteOptions,
): Promise<string[]> {
  const ids: string[] = [];
  for (const stage of stages) {
    const outcome = await deployChanges(connection, stage, {
      checkOnly: dryRun,
      mayRepeat: true,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if (outcome.outcome !== 'succeeded') {
      throw deploymentError(outcome, done);
    }
    ids.push(outcome.id);
    done.push(...doneBy(stage));
  }
  return ids;
}
