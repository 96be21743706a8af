import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';

/** The most rows that a query may give. More is no setup of a sign-in. */
const MOST_ROWS = 50_000;

/**
 * All rows of a query, page by page.
 *
 * @throws AnswerIncomplete if there are more than 50,000.
 */
export async function queryAll<T extends Record<string, unknown>>(connection: Connection, soql: string): Promise<T[]> {
  const { records, done } = await connection.query<T>(soql, { autoFetch: true, maxFetch: MOST_ROWS });
  if (!done) {
    throw setupError('AnswerIncomplete', { tokens: [soql] });
  }
  return records;
}
