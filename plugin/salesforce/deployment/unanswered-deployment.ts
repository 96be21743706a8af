import type { Connection } from '@salesforce/core';
import type { DeployResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { clock } from '../../http/clock.ts';
import { ownDeploymentsSince } from './deploy-requests.ts';
import { componentsReportedBy } from './deployment-outcome.ts';
import type { MetadataChanges } from '../metadata/metadata-package.ts';
import { readRunningUser } from '../org/my-domain.ts';

/** When the org is asked for a deployment that may still be on its way to the list, in milliseconds from the look before. */
const LOOKS = [500, 2000, 5000];

/** A deployment that was sent, and whose start was never answered. */
export type LostStart = {
  changes: MetadataChanges;
  checkOnly: boolean;
  /** The earliest time of the org's clock at which it can have arrived, in milliseconds since 1970. */
  since: number;
  /** Ids of deployments that are known to be others. */
  known: ReadonlySet<string>;
};

/**
 * Finds the deployment whose start was asked for and never answered: the only one of this user, of the same kind, that
 * began since and does not report other components. Other tools of the same user can be at work at the same moment, so
 * that what is found is ours only once it has reported as much (`isOfChanges`).
 *
 * @returns undefined where the org lists none, which may still arrive, or several that it could be.
 */
export async function unansweredDeployment(connection: Connection, start: LostStart): Promise<string | undefined> {
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
 * Whether an ended deployment is, by what it reports, one of these changes. One that succeeded reports all of its
 * components, one that failed at least those that were refused; one that reports none cannot be told.
 */
export function isOfChanges(result: DeployResult, { components = [], deletions = [] }: MetadataChanges): boolean {
  const wanted = new Set([...components, ...deletions].map(({ fullName }) => fullName));
  const reported = new Set(componentsReportedBy(result).map(({ fullName }) => fullName));
  const hasAll = !result.success || [...wanted].every((name) => reported.has(name));
  return reported.size > 0 && hasAll && [...reported].every((name) => wanted.has(name));
}

/** Whether a deployment reports already what cannot be ours; what is not known is no "other". */
async function isOther(connection: Connection, id: string, changes: MetadataChanges): Promise<boolean> {
  const result = await connection.metadata.checkDeployStatus(id, true, true).catch(() => undefined);
  return result?.done === true && !isOfChanges(result, changes);
}
