import type { Connection } from '@salesforce/core';
import type { DeployResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { clock } from '../../http/clock.ts';
import { ownDeploymentsSince } from './deploy-requests.ts';
import { componentsReportedBy } from './deployment-outcome.ts';
import type { MetadataChanges } from '../metadata/metadata-package.ts';
import { readRunningUser } from '../org/my-domain.ts';

/** The waits before each look at the org's list, in milliseconds. The deployment may appear there late. */
const LOOKS = [500, 2000, 5000];

/** A deployment that was sent and got no answer. */
export type UnansweredStart = {
  changes: MetadataChanges;
  checkOnly: boolean;
  /** The earliest time at which it can have arrived, by the org's clock, in milliseconds since 1970. */
  since: number;
  /** Ids of deployments that are known to be different ones. */
  known: ReadonlySet<string>;
};

/**
 * Finds a deployment that was sent and got no answer. It must be the only one of this user and of the same kind that
 * began since and does not report other components. The same user may be using other tools at this moment, so what is
 * found counts as ours only once it has reported our components (`isOfChanges`).
 *
 * @returns undefined if the org lists none, as it may still arrive, or several that match.
 */
export async function unansweredDeployment(
  connection: Connection,
  start: UnansweredStart,
): Promise<string | undefined> {
  const others = new Set(start.known);
  for (const pause of LOOKS) {
    await clock().wait(pause);
    const { id: user } = await readRunningUser(connection);
    if (user === undefined) {
      return undefined;
    }
    const listed = await ownDeploymentsSince(connection, user, start.since);
    const candidates = listed.filter(({ Id, CheckOnly }) => CheckOnly === start.checkOnly && !others.has(Id));
    for (const { Id } of candidates) {
      if (await isOther(connection, Id, start.changes)) {
        others.add(Id);
      }
    }
    const [found, ...more] = candidates.filter(({ Id }) => !others.has(Id));
    if (found !== undefined && more.length === 0) {
      return found.Id;
    }
  }
  return undefined;
}

/**
 * Whether a deployment that has ended reports these changes. A deployment that succeeded reports all of its components,
 * and one that failed reports at least those that were refused. One that reports none does not count as ours.
 */
export function isOfChanges(result: DeployResult, { components = [], deletions = [] }: MetadataChanges): boolean {
  const wanted = new Set([...components, ...deletions].map(({ fullName }) => fullName));
  const reported = new Set(componentsReportedBy(result).map(({ fullName }) => fullName));
  const hasAll = !result.success || [...wanted].every((name) => reported.has(name));
  return reported.size > 0 && hasAll && [...reported].every((name) => wanted.has(name));
}

/** Whether a deployment has ended and does not report our changes. If that is not known, the answer is no. */
async function isOther(connection: Connection, id: string, changes: MetadataChanges): Promise<boolean> {
  const result = await connection.metadata.checkDeployStatus(id, true, true).catch(() => undefined);
  return result?.done === true && !isOfChanges(result, changes);
}
