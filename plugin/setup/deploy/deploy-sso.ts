import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { APP_BACKENDS } from '../../salesforce/org/app.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { readSetupSource } from '../../salesforce/source/metadata-source.ts';
import { applyPlan, validatePlan, type ApplyOptions, type DeploymentRecord } from './apply-plan.ts';
import type { Done } from './deployment-error.ts';
import { handOverValuesOf, type HandOff } from '../inspect/hand-over-values.ts';
import { inspectOrg, refuseOldVersion, type ActualSetup, type Questions } from '../inspect/inspect-org.ts';
import { untilReadable } from '../inspect/inspected-certificate.ts';
import { wantedAccess } from '../plan/plan-access.ts';
import { sourceAppOf } from '../plan/plan-app.ts';
import { isToDo, type Plan, type PlanInput } from '../plan/plan.ts';
import { planSetup } from '../plan/plan-setup.ts';
import { planSettled, type SettleOptions } from './plan-settled.ts';
import type { SsoSettings } from '../settings/settings.ts';
import { stagesOf } from './stages.ts';

/** What is asked of an org: settings, and the folder that holds the metadata. */
export type SetupRequest = { settings: SsoSettings; sourceDirectory: string };

/** A plan together with what it was made from. */
export type PlannedSetup = { plan: Plan; input: PlanInput; questions: Questions };

export type DeployOptions = ApplyOptions &
  SettleOptions & {
    dryRun: boolean;
    /** Shows the plan, and asks if the plan needs it. The work goes on only on true. */
    approve: (plan: Plan) => Promise<boolean>;
    /** Says that the org refuses a connected app and that an external client app is made instead. */
    onOtherKind?: (refusal: Error) => void;
    now: () => Date;
  };

/** How a deploy ended. `handOver` is what the service provider is given; a dry run has none. */
export type DeployReport = {
  outcome: 'changed' | 'unchanged' | 'validated' | 'declined';
  plan: Plan;
  actual: ActualSetup;
  deployments: DeploymentRecord[];
  /** Whether the server could judge the whole plan of a dry run. */
  validationComplete: boolean;
  handOver?: HandOff;
};

/**
 * Inspects an org and plans what is to be done. It changes nothing.
 *
 * @param newApp the kind of app to make where the org has none.
 */
export async function planSso(
  connection: Connection,
  { settings, sourceDirectory }: SetupRequest,
  now: Date,
  newApp: AppKind = settings.appType === 'auto' ? 'connected-app' : settings.appType,
): Promise<PlannedSetup> {
  refuseOldVersion(connection, APP_BACKENDS[newApp].oldestVersion);
  const { serviceProvider } = settings;
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const questions: Questions = {
    appName: sourceAppOf(source, newApp).names.app,
    appType: settings.appType,
    certificateName: settings.certificateName ?? source.certificate.fullName,
    permissionSets: wantedAccess({ settings, source }).permissionSets,
    permissionSetsInSource: source.permissionSets.map(({ fullName }) => fullName),
    validAt: now,
  };
  const actual = await inspectOrg(connection, questions);
  const input = { settings, source, actual, newApp, now };
  return { plan: planSetup(input), input, questions };
}

/**
 * Sets up single sign-on in an org: inspect, plan, apply, inspect again, hand over. Nothing is kept outside the org, so
 * after a run that was killed, the next one plans what is left.
 *
 * If nobody asked for a kind of app and the org refuses a connected app, the plan is made again for an external client
 * app.
 *
 * @throws SetupNotAsPlanned if the org reports success and does not have what it was given.
 */
export async function deploySso(
  connection: Connection,
  request: SetupRequest,
  options: DeployOptions,
): Promise<DeployReport> {
  const planned = await planSettled(
    connection,
    () => planSso(connection, request, options.now()),
    ({ plan }) => !options.dryRun && stagesOf(plan).length > 0,
    options,
  );
  refuseBlocked(planned.plan);
  if (!(await options.approve(planned.plan))) {
    return { ...reportBase(planned), outcome: 'declined' };
  }
  const done: Done = [];
  try {
    return await carryOut(connection, planned, options, done);
  } catch (error) {
    if (!(error instanceof Error) || !mayUseOtherKind(connection, error, planned)) {
      throw error;
    }
    options.onOtherKind?.(error);
    const again = await planSso(connection, request, options.now(), 'external-client-app');
    refuseBlocked(again.plan);
    return carryOut(connection, again, options, done);
  }
}

async function carryOut(
  connection: Connection,
  { plan, input, questions }: PlannedSetup,
  options: DeployOptions,
  done: Done,
): Promise<DeployReport> {
  const { serviceProvider } = input.settings;
  const base = reportBase({ plan, input });
  if (!plan.changes.some(isToDo)) {
    return {
      ...base,
      outcome: 'unchanged',
      handOver: handOverValuesOf(plan.app.fullName, input.actual, serviceProvider, options.now()),
    };
  }
  if (options.dryRun) {
    return { ...base, outcome: 'validated', ...(await validated(connection, plan, options)) };
  }
  const deployments = await applyPlan(connection, { plan, actual: input.actual, done }, options);
  options.onStage?.('check');
  const { certificateName } = plan.values;
  const inspected = await inspectOrg(connection, { ...questions, certificateName });
  const actual = {
    ...inspected,
    certificates: await untilReadable(connection, inspected.certificates, certificateName),
  };
  refuseLeftovers(planSetup({ ...input, actual, now: options.now() }));
  const handOver = handOverValuesOf(plan.app.fullName, actual, serviceProvider, options.now());
  return { ...base, outcome: 'changed', actual, deployments, handOver };
}

async function validated(
  connection: Connection,
  plan: Plan,
  options: DeployOptions,
): Promise<Pick<DeployReport, 'deployments' | 'validationComplete'>> {
  const stages = stagesOf(plan);
  if (stages.length === 0) {
    return { deployments: [], validationComplete: true };
  }
  const { deployments, complete } = await validatePlan(connection, stages, options);
  return { deployments, validationComplete: complete };
}

function reportBase({ plan, input }: Pick<PlannedSetup, 'plan' | 'input'>): Omit<DeployReport, 'outcome'> {
  return { plan, actual: input.actual, deployments: [], validationComplete: true };
}

/** Whether an org that refuses the connected app may be given the other kind: nobody asked for a kind, and it knows it. */
function mayUseOtherKind(connection: Connection, error: Error, { plan, input }: PlannedSetup): boolean {
  return (
    isSetupError(error, 'ConnectedAppBlocked', 'ConnectedAppBlockedHalfway') &&
    input.settings.appType === 'auto' &&
    plan.app.kind === 'connected-app' &&
    Number(connection.getApiVersion()) >= APP_BACKENDS['external-client-app'].oldestVersion
  );
}

/** @throws the error of a change that cannot be made. */
export function refuseBlocked(plan: Plan): void {
  const blocked = plan.changes.find((change) => change.action === 'blocked');
  if (blocked !== undefined) {
    throw blocked.problem;
  }
}

/** A deployment can succeed and drop a field silently (seen with other metadata types), so the org is read again. */
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
