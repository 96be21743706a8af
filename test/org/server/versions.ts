import type { OrgState } from '../state.ts';

/** The oldest version the org lists. Clients compare versions as strings, so that `9.0` in the list would win. */
const OLDEST = 31;

/** The API versions of the org, oldest first, for example `66.0`. */
export function apiVersions(org: OrgState): string[] {
  const newest = Number.parseInt(org.options.apiVersion, 10);
  return Array.from({ length: newest - OLDEST + 1 }, (_, index) => `${OLDEST + index}.0`);
}

/** Whether the org has an API version: `66.0`, or `66` as the SOAP address also allows. */
export function supportsVersion(org: OrgState, version: string): boolean {
  return apiVersions(org).includes(version.includes('.') ? version : `${version}.0`);
}
