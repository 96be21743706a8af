import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { watchDeployment } from '../../salesforce/deployment/deployment-watch.ts';
import { agentsIn, readSignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import type { Plan } from '../plan/plan.ts';
import type { Agents } from '../settings/settings.ts';
import type { Done } from './deployment-error.ts';
import type { Work } from './work.ts';

export type SettleOptions = {
  /** Tells the id of a deployment that somebody else started, and whose end is waited for. */
  onBusy?: (id: string) => void;
};

/** What the command has done before, for the error. */
type Before = { done?: Done };

/**
 * Plans what to deploy, and again once the org has finished the deployments that were under way: what they make, a
 * certificate above all, must not be made a second time. One that was cut off from its command is among them.
 *
 * @param deploys whether the plan leads to a deployment. Nothing else needs a settled org.
 * @throws OrgBusy (exit code 69) with the deployment's id if the time of `--wait` is over first.
 */
export async function planSettled<Planned>(
  connection: Connection,
  plan: () => Promise<Planned>,
  deploys: (planned: Planned) => boolean,
  { onBusy, done = [] }: SettleOptions & Before,
): Promise<Planned> {
  for (;;) {
    const planned = await plan();
    const [next] = deploys(planned) ? await unfinishedDeployments(connection) : [];
    if (next === undefined) {
      return planned;
    }
    onBusy?.(next.Id);
    await whenEnded(connection, next.Id, done);
  }
}

async function whenEnded(connection: Connection, id: string, done: Done): Promise<void> {
  try {
    await watchDeployment(connection, id);
  } catch (error) {
    if (!isSetupError(error, 'DeploymentPending')) {
      throw error;
    }
    throw orgBusy(id, done);
  }
}

/** The error for a deployment of somebody else that goes on when the time of `--wait` is over. */
export function orgBusy(id: string, done: Done): Error {
  return setupError(done.length === 0 ? 'OrgBusy' : 'OrgBusyHalfway', {
    tokens: [id, done.join(', ')],
    actionTokens: [id],
    exitCode: 69,
    data: { deploymentId: id, ...(done.length === 0 ? {} : { done: [...done] }) },
  });
}

export type AgentsOptions = {
  /** Asks who the agents are. It is called at most once, and only if the plan lets no agent in. */
  askForAgents?: (() => Promise<Agents | undefined>) | undefined;
};

/**
 * Asks a person who the agents are, where nobody has said it and the plan gives access to administrators at most.
 *
 * @returns whether the answer asks for another plan.
 */
export async function isAnswered(
  connection: Connection,
  { plan, actual }: { plan: Plan; actual: ActualSetup },
  work: Work,
  { askForAgents }: AgentsOptions,
): Promise<boolean> {
  if (askForAgents === undefined || work.isAsked === true) {
    return false;
  }
  work.isAsked = true;
  const planned = plan.changes.flatMap((change) => ('principal' in change ? change.principal : []));
  const users = await readSignInUsers(connection, {
    granted: [...actual.grants.map(({ principal }) => principal), ...planned],
    groups: actual.groups,
    profiles: actual.principals,
  });
  work.agents = users !== undefined && agentsIn(users) === 0 ? await askForAgents() : undefined;
  return work.agents !== undefined;
}
