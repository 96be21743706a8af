import type { Connection } from '@salesforce/core';
import { soqlText } from '../api/soql.ts';

/** The org's own log of a sign-in to a service provider (Object Reference, IdpEventLog, API 39.0 and later). */
export type IdentityProviderEvent = { id: string; errorCode: string };

/**
 * The newest entry for a service provider.
 *
 * @returns undefined if there is none, or if the user may not read the log. A missing entry is not a failure.
 */
export async function newestEvent(
  connection: Connection,
  entityId: string,
): Promise<IdentityProviderEvent | undefined> {
  try {
    const { records } = await connection.query<{ Id: string; ErrorCode: string }>(
      `SELECT Id, ErrorCode FROM IdpEventLog WHERE SamlEntityUrl = ${soqlText(entityId)} ORDER BY Timestamp DESC LIMIT 1`,
    );
    const [row] = records;
    return row === undefined ? undefined : { id: row.Id, errorCode: row.ErrorCode };
  } catch {
    return undefined;
  }
}
