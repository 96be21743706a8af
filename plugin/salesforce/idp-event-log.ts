import type { Connection } from '@salesforce/core';
import { soqlText } from './soql.ts';

/** What the org itself wrote down about a sign-in to a service provider (Object Reference, IdpEventLog, API 39.0 and later). */
export type IdentityProviderEvent = { errorCode: string; timestamp: Date };

/**
 * The newest entry for a service provider that is not older than a moment.
 *
 * @returns undefined where there is none, or where the user may not read the log: no evidence is not a failure.
 */
export async function newestEvent(
  connection: Connection,
  entityId: string,
  since: Date,
): Promise<IdentityProviderEvent | undefined> {
  try {
    const { records } = await connection.query<{ ErrorCode: string; Timestamp: string }>(
      `SELECT ErrorCode, Timestamp FROM IdpEventLog WHERE SamlEntityUrl = ${soqlText(entityId)} ORDER BY Timestamp DESC LIMIT 1`,
    );
    const [row] = records;
    const timestamp = new Date(row?.Timestamp ?? Number.NaN);
    return row !== undefined && timestamp >= since ? { errorCode: row.ErrorCode, timestamp } : undefined;
  } catch {
    return undefined;
  }
}
