import type { Connection } from '@salesforce/core';
import { clock } from '../http/clock.ts';
import { readRunningUser } from './my-domain.ts';
import { PLATFORM } from './org-errors.ts';
import { soqlText } from './soql.ts';

/** A deployment as an org lists it (Tooling API, `DeployRequest`). */
export type ListedDeployment = { Id: string; Status: string; CheckOnly: boolean };

const FIELDS = 'Id, Status, CheckOnly';

/**
 * Deployments that wait or run in an org and will change it, oldest first; validations are not among them. Where the
 * user may not see the list, it counts as empty. (Filters on both fields are seen in public scripts; the states are those of
 * `DeployStatus`, metadata WSDL 66.0, that are not an end.)
 */
export async function unfinishedDeployments(connection: Connection): Promise<ListedDeployment[]> {
  return listed(
    connection,
    `SELECT ${FIELDS} FROM DeployRequest WHERE Status IN ('Pending', 'InProgress', 'Finalizing', 'Canceling') AND CheckOnly = false ORDER BY CreatedDate`,
  );
}

/** How far the clocks of this machine and of the org may be apart, in milliseconds. */
const CLOCK_SKEW = 60_000;

/** When the org is asked for a deployment that may still be on its way to the list, in milliseconds from the look before. */
const LOOKS = [500, 2000, 5000];

/**
 * Finds the deployment whose start was asked for and never answered: the newest one of this user, of the same kind,
 * that was not there before.
 *
 * @param sent when it was sent, in milliseconds since 1970.
 * @param known ids of other deployments of this process.
 * @returns undefined where the org lists none; it may still arrive.
 */
export async function lostDeployment(
  connection: Connection,
  { sent, checkOnly, known }: { sent: number; checkOnly: boolean; known: ReadonlySet<string> },
): Promise<ListedDeployment | undefined> {
  const since = new Date(sent - CLOCK_SKEW).toISOString();
  for (const pause of LOOKS) {
    await clock().wait(pause);
    const { id: user } = await readRunningUser(connection);
    if (user === undefined) {
      return undefined;
    }
    const rows = await listed(
      connection,
      `SELECT ${FIELDS} FROM DeployRequest WHERE CreatedById = ${soqlText(user)} AND CreatedDate >= ${since} ORDER BY CreatedDate DESC`,
    );
    const found = rows.find(({ Id, CheckOnly }) => CheckOnly === checkOnly && !known.has(Id));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The rows of a query; none where the user may not see the list. */
async function listed(connection: Connection, soql: string): Promise<ListedDeployment[]> {
  try {
    return (await connection.tooling.query<ListedDeployment>(soql)).records;
  } catch (error) {
    const { errorCode, message } = error as { errorCode?: string; message?: string };
    const text = `${errorCode} ${message}`;
    if (PLATFORM.unknownType.test(text) || PLATFORM.recordRights.test(text)) {
      return [];
    }
    throw error;
  }
}
