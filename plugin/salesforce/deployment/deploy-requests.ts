import type { Connection } from '@salesforce/core';
import { loginOf } from '../api/login.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { shortId } from '../api/record-id.ts';
import { soqlText } from '../api/soql.ts';

/** A deployment as an org lists it (Tooling API, `DeployRequest`). */
export type ListedDeployment = { Id: string; Status: string; CheckOnly: boolean };

const FIELDS = 'Id, Status, CheckOnly';

/**
 * Deployments that wait or run in an org and will change it, oldest first. Validations are left out. So are deployments
 * that this process has seen end, as the list may be late. If the user may not see the list, it counts as empty.
 * (Filters on both fields are seen in public scripts. The states are those of `DeployStatus`, metadata WSDL 66.0, that
 * are not final.)
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

/**
 * A user's deployments and validations since a time in milliseconds since 1970; none if the user may not see the list.
 */
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

/** The rows of a query; none if the user may not see the list. */
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
