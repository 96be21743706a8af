import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { countAssignments, revokeAccess } from '../salesforce/access.ts';
import type { DeploymentProgress } from '../salesforce/deployment-watch.ts';
import { deployChanges } from '../salesforce/metadata-deployment.ts';
import type { MetadataChanges } from '../salesforce/metadata-package.ts';
import { readSetupSource } from '../salesforce/metadata-source.ts';
import type { NamedApp } from '../salesforce/org-apps.ts';
import { samlServiceProviders } from '../salesforce/service-providers.ts';
import type { ServiceProvider } from '../twilio/service-provider.ts';
import { deploymentError } from './deployment-error.ts';
import { inspectOrg } from './inspect.ts';
import { isRemoved, planRemoval, type Removal } from './plan-removal.ts';
import { findPermissionSet } from './principals.ts';
import { planSettled, type SettleOptions } from './plan-settled.ts';

export type DeleteRequest = NamedApp & {
  serviceProvider: ServiceProvider;
  sourceDirectory: string;
  /** Also switch the identity provider off and delete its certificate. */
  includeCertificate: boolean;
};

export type DeleteOptions = SettleOptions & {
  dryRun: boolean;
  /** Shows what is to be taken back and asks; the work goes on only on true. */
  approve: (removals: Removal[]) => Promise<boolean>;
  onProgress?: (progress: DeploymentProgress) => void;
};

export type DeleteReport = {
  outcome: 'removed' | 'nothing' | 'validated' | 'declined';
  removals: Removal[];
  deployments: string[];
};

/**
 * Takes the setup back in the reverse order: access, then the app and the permission sets made for it, and on the
 * user's word the identity provider and its certificate. Killed at any point, the next run plans what is left.
 */
export async function deleteSso(
  connection: Connection,
  request: DeleteRequest,
  options: DeleteOptions,
): Promise<DeleteReport> {
  const removals = await planSettled(
    connection,
    () => planFor(connection, request),
    (planned) => !options.dryRun && stagesOf(planned).length > 0,
    options,
  );
  const problem = removals.find(({ action }) => action === 'blocked')?.problem;
  if (problem !== undefined) {
    throw problem;
  }
  if (!removals.some(isRemoved)) {
    return { outcome: 'nothing', removals, deployments: [] };
  }
  if (!(await options.approve(removals))) {
    return { outcome: 'declined', removals, deployments: [] };
  }
  const stages = stagesOf(removals);
  if (options.dryRun) {
    // A certificate in use cannot be deleted even on trial, so that only what stands first can be validated.
    const deployments = await deployAll(connection, stages.slice(0, 1), options);
    return { outcome: 'validated', removals, deployments };
  }
  await revokeAccess(
    connection,
    removals.flatMap(({ grant }) => grant ?? []),
  );
  const deployments = await deployAll(connection, stages, options);
  const left = (await planFor(connection, request)).filter(isRemoved);
  if (left.length > 0) {
    throw setupError('SetupNotAsPlanned', { tokens: [left.map(({ target }) => target).join('; ')] });
  }
  return { outcome: 'removed', removals, deployments };
}

async function planFor(connection: Connection, request: DeleteRequest): Promise<Removal[]> {
  const { appName, appType, serviceProvider, sourceDirectory, includeCertificate } = request;
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const names = source.permissionSets.map(({ fullName }) => fullName);
  const [actual, serviceProviders] = await Promise.all([
    inspectOrg(connection, { appName, appType, permissionSetsInSource: names }),
    includeCertificate ? samlServiceProviders(connection) : [],
  ]);
  const made = names.flatMap((name) => findPermissionSet(name, actual.principals) ?? []);
  const assignments = await countAssignments(connection, made);
  return planRemoval({
    actual,
    includeCertificate,
    permissionSets: made.map(({ name, permissionSetId }) => ({
      name,
      assignments: assignments.get(permissionSetId) ?? 0,
    })),
    otherServiceProviders: serviceProviders.filter((name) => name !== actual.app?.names.app),
  });
}

/** The deployments of a removal; a certificate can go only once the identity provider has let go of it. */
function stagesOf(removals: Removal[]): MetadataChanges[] {
  const deletionsOf = (...steps: Array<Removal['step']>): MetadataChanges => ({
    deletions: removals.filter(({ step }) => steps.includes(step)).flatMap(({ deletions }) => deletions ?? []),
  });
  const stages: MetadataChanges[] = [
    deletionsOf('app', 'permission-set'),
    { components: removals.flatMap(({ component }) => component ?? []) },
    deletionsOf('certificate'),
  ];
  return stages.filter(({ components = [], deletions = [] }) => components.length + deletions.length > 0);
}

async function deployAll(
  connection: Connection,
  stages: MetadataChanges[],
  { dryRun, deadline, onProgress }: DeleteOptions,
): Promise<string[]> {
  const ids: string[] = [];
  const done: string[] = [];
  for (const stage of stages) {
    const outcome = await deployChanges(connection, stage, {
      checkOnly: dryRun,
      deadline,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if (outcome.outcome !== 'succeeded') {
      throw deploymentError(outcome, done);
    }
    ids.push(outcome.id);
    done.push(...(stage.deletions ?? []).map(({ type, fullName }) => `${type} ${fullName}`));
  }
  return ids;
}
