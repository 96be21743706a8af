import type { Connection } from '@salesforce/core';
import { shortId } from '../api/record-id.ts';
import { soqlText } from '../api/soql.ts';

/**
 * The org's own log of a sign-in to a service provider (Object Reference, IdpEventLog, API 39.0 and later). The user is
 * absent where the org did not know who signed in.
 */
export type IdentityProviderEvent = { id: string; errorCode: string; userId?: string };

type EventRow = { Id: string; ErrorCode: string; UserId: string | null };

/**
 * The newest entries for a service provider, newest first.
 *
 * @returns undefined if the user may not read the log. A missing entry is not a failure.
 */
export async function newestEvents(
  connection: Connection,
  entityId: string,
): Promise<IdentityProviderEvent[] | undefined> {
  try {
    const { records } = await connection.query<EventRow>(
      `SELECT Id, ErrorCode, UserId FROM IdpEventLog WHERE SamlEntityUrl = ${soqlText(entityId)} ORDER BY Timestamp DESC LIMIT 20`,
    );
    return records.map(({ Id, ErrorCode, UserId }) => ({
      id: Id,
      errorCode: ErrorCode,
      ...(UserId === null ? {} : { userId: UserId }),
    }));
  } catch {
    return undefined;
  }
}

/**
 * The entry of one attempt: the newest one that was not there before and is not of another user. Others sign in at the
 * same time.
 *
 * @param userId of the user who tried, if known.
 * @returns undefined if there is none, or if the log could not be read both times.
 */
export function eventOfAttempt(
  before: IdentityProviderEvent[] | undefined,
  after: IdentityProviderEvent[] | undefined,
  userId: string | undefined,
): IdentityProviderEvent | undefined {
  const earlier = before?.map(({ id }) => id);
  return after?.find(
    (event) =>
      earlier?.includes(event.id) === false &&
      (userId === undefined || event.userId === undefined || shortId(event.userId) === shortId(userId)),
  );
}
