import { Messages, type Connection } from '@salesforce/core';
import { isSetupError } from '../../errors.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import { APP_BACKENDS } from '../../salesforce/org/app.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { readSetupSource } from '../../salesforce/source/metadata-source.ts';
import { isReferenceTo } from '../../salesforce/org/role-field.ts';
import { nodesOf, textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { handOverValuesOf, type HandOff } from '../inspect/hand-over-values.ts';
import type { ActualSetup, Questions } from '../inspect/actual-setup.ts';
import { inspectOrg, refuseOldVersion } from '../inspect/inspect-org.ts';
import { asksForMore } from '../plan/asks-for-more.ts';
import { wantedAccess } from '../plan/plan-access.ts';
import { sourceAppOf } from '../plan/plan-app.ts';
import { isToDo, type Plan, type PlanInput } from '../plan/plan.ts';
import { planSetup } from '../plan/plan-setup.ts';
import type { Agents, SsoSettings } from '../settings/settings.ts';
import { applyPlan } from './apply-plan.ts';
import type { Done } from './deployment-error.ts';
import { untilUndisturbed, type DisturbedOptions } from './look-again.ts';
import { validateStage, type Validation } from './one-stage.ts';
import { formAfterLoss } from './other-form.ts';
import { isAnswered, planSettled, type AgentsOptions, type SettleOptions } from './plan-settled.ts';
import { inspectAfter, refuseLeftovers, untilQuiet, type OtherDeployments } from './read-back.ts';
import { formAfter, leftBehind } from './refusal.ts';
import { stagesOf, type Form } from './stages.ts';
import { newWork, withMade, type DeploymentRecord, type Work, type WorkOptions } from './work.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** What is asked of an org: settings, and the folder that holds the metadata. */
export type SetupRequest = { settings: SsoSettings; sourceDirectory: string };

/** A plan together with what it was made from. */
export type PlannedSetup = { plan: Plan; input: PlanInput; questions: Questions };

export type DeployOptions = WorkOptions &
  SettleOptions &
  DisturbedOptions &
  AgentsOptions & {
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
  /** With the changes that were made, also if the org was looked at again in between. */
  plan: Plan;
  actual: ActualSetup;
  deployments: DeploymentRecord[];
  /** What the server refused of the plan of a dry run, although it may accept it once the rest is in place. */
  openProblems: ComponentProblem[];
  /** What was done before the user declined. */
  done: Done;
  /** What a person should know about what is handed over. */
  warnings: string[];
  handOver?: HandOff;
};

/**
 * What is known of an org from earlier: the kind of app to make if it has none, names of its certificates, and whether it
 * takes no literal as the role.
 */
export type KnownBefore = {
  newApp?: AppKind | undefined;
  certificatesBefore?: string[] | undefined;
  form?: Pick<Form, 'roleInField'>;
  /** What a person said of the agents. */
  agents?: Agents | undefined;
};

/** What a plan needs to know beside what to change. */
type PlanWishes = {
  /** Whether to count the users who have access. */
  signInUsers?: boolean;
};

/** Inspects an org and plans what is to be done. It changes nothing. */
export async function planSso(
  connection: Connection,
  { settings: given, sourceDirectory }: SetupRequest,
  now: Date,
  { signInUsers = false, ...known }: KnownBefore & PlanWishes = {},
): Promise<PlannedSetup> {
  const settings = { ...given, ...known.agents };
  const newApp = known.newApp ?? (settings.appType === 'auto' ? 'connected-app' : settings.appType);
  const roleInField = known.form?.roleInField ?? false;
  refuseOldVersion(connection, APP_BACKENDS[newApp].oldestVersion);
  const { serviceProvider } = settings;
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const sourceApp = sourceAppOf(source, newApp);
  const isInField = nodesOf(sourceApp.content, 'attributes').some((node) =>
    isReferenceTo(source.roleField.fullName, textAt(node, 'formula')),
  );
  const questions: Questions = {
    appName: sourceApp.names.app,
    appType: settings.appType,
    certificateName: settings.certificateName ?? source.certificate.fullName,
    permissionSets: [...wantedAccess({ settings, source }).permissionSets, settings.agentSet ?? []].flat(),
    permissionSetsInSource: source.permissionSets.map(({ fullName }) => fullName),
    ...(settings.usernames === undefined ? {} : { usernames: settings.usernames }),
    signInUsers,
    roleField: roleInField || isInField,
    permissionSetContents: roleInField,
    validAt: now,
  };
  const actual = await (known.certificatesBefore === undefined
    ? inspectOrg(connection, questions)
    : inspectAfter(connection, questions, known.certificatesBefore));
  const input = { settings, source, actual, newApp, roleInField, now };
  return { plan: planSetup(input), input, questions };
}

/**
 * Sets up single sign-on in an org: inspect, plan, apply, inspect again, hand over. Nothing is kept outside the org, so
 * after a run that was killed, the next one plans what is left. If the org refuses a deployment, or somebody else changes
 * it meanwhile, it is looked at again and what is left is planned anew.
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
  const work = newWork();
  return untilUndisturbed(connection, () => attempt(connection, request, work, options), options);
}

async function attempt(
  connection: Connection,
  request: SetupRequest,
  work: Work,
  options: DeployOptions,
): Promise<DeployReport | 'look again'> {
  const planned = await planSettled(
    connection,
    async () => {
      const found = await planSso(connection, request, options.now(), { ...work, signInUsers: !options.dryRun });
      work.certificatesBefore ??= found.input.actual.certificateNames;
      return found;
    },
    ({ plan }) => !options.dryRun && stagesOf(plan).length > 0,
    { ...options, done: work.done },
  );
  refuseBlocked(planned.plan);
  const { plan, input } = planned;
  if (await isAnswered(connection, { plan, actual: input.actual }, work, options)) {
    return 'look again';
  }
  if (!(await isApproved(planned.plan, work, options))) {
    return { ...reportOf(planned, work), outcome: 'declined' };
  }
  try {
    return await carryOut(connection, planned, work, options);
  } catch (error) {
    if (!(error instanceof Error) || !mayUseOtherKind(connection, error, planned)) {
      throw error;
    }
    options.onOtherKind?.(error);
    work.newApp = 'external-client-app';
    return 'look again';
  }
}

/** A plan that asks for no more than the last one that was approved is not shown again. */
async function isApproved(plan: Plan, work: Work, { approve }: DeployOptions): Promise<boolean> {
  if (work.approved !== undefined && !asksForMore(plan, work.approved)) {
    return true;
  }
  work.approved = plan;
  return approve(plan);
}

async function carryOut(
  connection: Connection,
  planned: PlannedSetup,
  work: Work,
  options: DeployOptions,
): Promise<DeployReport | 'look again'> {
  const { plan, input } = planned;
  const { actual } = input;
  const isShown = work.approved === plan;
  if (isShown && !plan.changes.some(isToDo)) {
    const handOver = handOverValuesOf(plan.app.fullName, actual, input.settings.serviceProvider, options.now());
    return { ...reportOf(planned, work), outcome: 'unchanged', handOver };
  }
  if (options.dryRun) {
    const { openProblems, form } = await validated(connection, planned, work, options);
    work.form = form ?? work.form;
    return form === undefined ? { ...reportOf(planned, work), outcome: 'validated', openProblems } : 'look again';
  }
  const refusal = await applyPlan(connection, { plan, actual }, work, options);
  if (refusal !== undefined) {
    work.done.push(...(await leftBehind(connection, refusal.stage)));
    work.form = await formAfter(connection, refusal, { form: work.form, actual, done: work.done }, options);
    return 'look again';
  }
  return readBack(connection, planned, work, options);
}

/** Validates a plan, as far as the org can judge it at once. */
async function validated(
  connection: Connection,
  { plan, input }: PlannedSetup,
  work: Work,
  options: DeployOptions,
): Promise<Omit<Validation, 'ids'>> {
  const [stage] = stagesOf(plan);
  if (stage === undefined) {
    return { openProblems: [] };
  }
  const { form } = work;
  const { ids, ...validation } = await validateStage(connection, stage, { actual: input.actual, form }, options);
  work.deployments.push(...ids.map((id): DeploymentRecord => ({ stage: 'validate', id })));
  return validation;
}

/** Reads what the org has once nothing is under way in it any more, compares it with the plan, and hands it over. */
async function readBack(
  connection: Connection,
  { plan, input, questions }: PlannedSetup,
  work: Work,
  { onStage, now, ...options }: DeployOptions,
): Promise<DeployReport | 'look again'> {
  onStage?.('check');
  const others = await untilQuiet(connection, options);
  const { certificateName } = plan.values;
  const old = (work.certificatesBefore ?? []).filter((name) => name !== certificateName);
  const { runningUser } = input.actual;
  const asked = { ...questions, certificateName, runningUser, validAt: now() };
  const actual = await inspectAfter(connection, asked, old);
  const found = planSetup({ ...input, actual, now: now() });
  const form = formAfterLoss(found, work.form);
  if (form !== undefined) {
    work.form = form;
    return 'look again';
  }
  refuseLeftovers(found, others);
  const handOver = handOverValuesOf(plan.app.fullName, actual, input.settings.serviceProvider, now());
  return {
    ...reportOf({ plan, input: { ...input, actual } }, work),
    outcome: work.changes.length > 0 ? 'changed' : 'unchanged',
    warnings: handOverWarnings(work, others),
    handOver,
  };
}

function handOverWarnings({ renewed }: Work, { goesOn }: OtherDeployments): string[] {
  return [
    ...renewed.map((name) => messages.getMessage('warning.renewed', [name])),
    ...(goesOn === undefined ? [] : [messages.getMessage('warning.goesOn', [goesOn, goesOn])]),
  ];
}

function reportOf(
  { plan, input }: Pick<PlannedSetup, 'plan' | 'input'>,
  work: Work,
): Omit<DeployReport, 'outcome' | 'handOver'> {
  const { deployments, done } = work;
  return { plan: withMade(plan, work), actual: input.actual, deployments, openProblems: [], done, warnings: [] };
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
