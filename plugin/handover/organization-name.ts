import { Org, type Connection } from '@salesforce/core';
import { readOrganizationName } from '../salesforce/org/organization.ts';

/**
 * The name of the org for the page. The CLI keeps it since the login. Only where it does not, the org is asked, and while
 * the command does its other work: so call this first, and wait for it last.
 *
 * @param directory undefined if no page is written. Nothing is asked then.
 * @returns a promise that never fails. It gives undefined if the name is not known.
 */
export async function organizationNameFor(
  directory: string | undefined,
  org: Pick<Org, 'getField'>,
  connection: Connection,
): Promise<string | undefined> {
  if (directory === undefined) {
    return undefined;
  }
  const kept = org.getField<string | null | undefined>(Org.Fields.NAME)?.trim();
  return kept || readOrganizationName(connection);
}
