import type { Connection } from '@salesforce/core';
import { agentsIn, readSignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import type { Plan } from './plan.ts';
import type { Agents } from '../settings/settings.ts';

export type AgentsOptions = {
  /** Asks who the agents are. It is called at most once, and only if the plan lets no agent in. */
  askForAgents?: (() => Promise<Agents | undefined>) | undefined;
};

/** Whether a person was asked who the agents are, and the answer. */
export type AgentsAnswer = { isAsked?: boolean; agents?: Agents | undefined };

/**
 * Asks a person who the agents are, where nobody has said it and the plan gives access to administrators at most.
 *
 * @returns whether the answer asks for another plan.
 */
export async function isAnswered(
  connection: Connection,
  { plan, actual }: { plan: Plan; actual: ActualSetup },
  work: AgentsAnswer,
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
