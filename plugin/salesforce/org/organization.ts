import type { Connection } from '@salesforce/core';

/**
 * What the company calls the org (Object Reference, "Organization": `Name`). It only helps a reader, so nothing fails
 * without it.
 *
 * @returns undefined if the org does not say.
 */
export async function readOrganizationName(connection: Connection): Promise<string | undefined> {
  try {
    const { records } = await connection.query<{ Name: string | null }>('SELECT Name FROM Organization');
    return records[0]?.Name?.trim() || undefined;
  } catch {
    return undefined;
  }
}
