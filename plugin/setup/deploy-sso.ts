import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { readSetupSource, type SetupSource } from '../salesforce/metadata-source.ts';
import { applyPlan, validatePlan, type ApplyOptions, type DeploymentRecord } from './apply.ts';
import { handOffOf, type HandOff } from './hand-off.ts';
import { inspectOrg, type ActualSetup, type Questions } from './inspect.ts';
import { wantedAccess } from './plan-access.ts';
import { isToDo, planSetup, type Plan } from './plan.ts';
import type { SsoSettings } from './settings.ts';
import { stagesOf } from './stages.ts';

/** What is asked of an org: settings, and the folder that holds the metadata. */
export type SetupRequest = { settings: SsoSettings; sourceDirectory: string };

/** A plan together with what it was made from. */
export type PlannedSetup = { plan: Plan; actual: ActualSetup; source: SetupSource; questions: Questions };

export type DeployOptions = ApplyOptions & {
  dryRun: boolean;
  /** Shows the plan, and asks where the plan needs it; the work goes on only on true. */
  approve: (plan: Plan) => Promise<boolean>;
  now: () => Date;
};

/** How a deploy ended. `handOff` is what the service provider is given; a dry run has none. */
export type DeployReport = {
  outcome: 'changed' | 'unchanged' | 'validated' | 'declined';
  appName: string;
  plan: Plan;
  actual: ActualSetup;
  deployments: DeploymentRecord[];
  /** Whether the server could judge the whole plan of a dry run. */
  validationComplete: boolean;
  handOff?: HandOff;
};

/** Inspects an org and plans what is to be done. It changes nothing. */
export async function planSso(connection: Connection, request: SetupRequest, now: Date): Promise<PlannedSetup> {
  const { settings, sourceDirectory } = request;
  const { serviceProvider } = settings;
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const questions: Questions = {
    appName: source.connectedApp.fullName,
    certificateName: settings.certificateName ?? source.certificate.fullName,
    permissionSets: wantedAccess({ settings, source }).permissionSets,
    permissionSetsInSource: source.permissionSets.map(({ fullName }) => fullName),
  };
  const actual = await inspectOrg(connection, questions);
  return { plan: planSetup({ settings, source, actual, now }), actual, source, questions };
}

/**
 * Sets up single sign-on in an org: inspect, plan, apply, inspect again, hand over. Killed at any point, the next run
 * plans what is left, since nothing is kept outside the org.
 *
 * @throws SetupNotAsPlanned where the org reports success and still does not have what it was given.
 */
export async function deploySso(
  connection: Connection,
  request: SetupRequest,
  options: DeployOptions,
): Promise<DeployReport> {
  const { settings } = request;
  const { plan, actual, source, questions } = await planSso(connection, request, options.now());
  const appName = source.connectedApp.fullName;
  const base = { appName, plan, actual, deployments: [], validationComplete: true };
  refuseBlocked(plan);
  if (!(await options.approve(plan))) {
    return { ...base, outcome: 'declined' };
  }
  if (!plan.changes.some(isToDo)) {
    return {
      ...base,
      outcome: 'unchanged',
      handOff: handOffOf(appName, actual, settings.serviceProvider, options.now()),
    };
  }
  if (options.dryRun) {
    const stages = stagesOf(plan);
    if (stages.length === 0) {
      return { ...base, outcome: 'validated' };
    }
    const { deployments, complete } = await validatePlan(connection, stages, options);
    return { ...base, outcome: 'validated', deployments, validationComplete: complete };
  }
  const deployments = await applyPlan(connection, plan, actual, options);
  options.onStage?.('check');
  const afterwards = await inspectOrg(connection, { ...questions, certificateName: plan.values.certificateName });
  refuseLeftovers(planSetup({ settings, source, actual: afterwards, now: options.now() }));
  const handOff = handOffOf(appName, afterwards, settings.serviceProvider, options.now());
  return { ...base, outcome: 'changed', actual: afterwards, deployments, handOff };
}

function refuseBlocked(plan: Plan): void {
  const problem = plan.changes.find(({ action }) => action === 'blocked')?.problem;
  if (problem !== undefined) {
    throw problem;
  }
}

/** A deployment can succeed and drop a field without a word (seen with other metadata types), so the org is asked. */
function refuseLeftovers(plan: Plan): void {
  const left = plan.changes.filter(({ action }) => action !== 'keep');
  if (left.length > 0) {
    const names = left.map(({ target, differences }) => {
      const fields = differences.map(({ field }) => field).join(', ');
      return fields === '' ? target : `${target} (${fields})`;
    });
    throw setupError('SetupNotAsPlanned', { tokens: [names.join('; ')] });
  }
}
