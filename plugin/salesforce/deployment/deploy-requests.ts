import type { Connection } from '@salesforce/core';
import { loginOf } from '../api/login.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { shortId } from '../api/record-id.ts';
import { soqlText } from '../api/soql.ts';

/** A deployment as an org lists it (Tooling API, `DeployRequest`). */
export type ListedDeployment = { Id: string; Status: string; CheckOnly: boolean };

const FIELDS = 'Id, Status, CheckOnly';

/**
 * Deployments that wait or run in an org and will change it, oldest first; validations are not among them, nor those
 * whose end this process has seen, as the list may lag behind. Where the user may not see the list, it counts as empty. (Filters on both fields are seen in public scripts; the states are those of
 * `DeployStatus`, metadata WSDL 66.0, that are not an end.)
 */
export async function unfinishedDeployments(connection: Connection): Promise<ListedDeployment[]> {
  const unfinished = await listed(
    connection,
    `SELECT ${FIELDS} FROM DeployRequest WHERE Status IN ('Pending', 'InProgress', 'Finalizing', 'Canceling') AND CheckOnly = false ORDER BY CreatedDate`,
  );
  const { seen, ended } = loginOf(connection).deployments;
  unfinished.forEach(({ Id }) => seen.add(Id));
  return unfinished.filter(({ Id }) => !ended.has(shortId(Id)));
}

/** Deployments and validations of a user that began at a time, in milliseconds since 1970, or later; none where the list is hidden. */
export async function ownDeploymentsSince(
  connection: Connection,
  userId: string,
  since: number,
): Promise<ListedDeployment[]> {
  return listed(
    connection,
    `SELECT ${FIELDS} FROM DeployRequest WHERE CreatedById = ${soqlText(userId)} AND CreatedDate >= ${new Date(since).toISOString()}`,
  );
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
