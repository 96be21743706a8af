import type { SfError } from '@salesforce/core';
import type { Principal } from '../salesforce/access.ts';
import { setupError } from '../errors.ts';
import { nearestNames } from './nearest-names.ts';
import { sameName } from './same-name.ts';

/** What names are looked up in: the org's profiles and permission sets. */
export type KnownPrincipals = {
  principals: Principal[];
  /** Profile ids by file name. */
  profileIds: Map<string, string>;
};

/**
 * The profiles that a person means by labels (in the org's language), file names such as `Admin`, or ids; in the order
 * of the names.
 *
 * @throws ProfileNotFound for the first name that none carries, with the nearest ones.
 */
export function findProfiles(names: string[], { principals, profileIds }: KnownPrincipals): Principal[] {
  const profiles = principals.filter(({ kind }) => kind === 'profile');
  const byLabel = firstBy(profiles, ({ label }) => label.toLowerCase());
  const byId = firstBy(profiles, ({ profileId }) => shortId(profileId));
  return names.map((name) => {
    const wanted = name.trim();
    const id = profileIds.get(wanted) ?? (isId(wanted, '00e') ? wanted : undefined);
    const found = byLabel.get(wanted.toLowerCase()) ?? (id === undefined ? undefined : byId.get(shortId(id)));
    if (found === undefined) {
      const labels = new Set([...profiles.map(({ label }) => label), ...profileIds.keys()]);
      throw notFound('ProfileNotFound', name, [...labels]);
    }
    return found;
  });
}

/** The first principal of each key. */
function firstBy(principals: Principal[], keyOf: (principal: Principal) => string): Map<string, Principal> {
  return new Map([...principals].reverse().map((principal) => [keyOf(principal), principal]));
}

/**
 * The permission set that a person means by its API name, label or id.
 *
 * @returns undefined where there is none.
 * @throws PermissionSetAmbiguous where several carry the label.
 */
export function findPermissionSet(name: string, principals: Principal[]): Principal | undefined {
  const wanted = name.trim();
  const sets = principals.filter(({ kind }) => kind === 'permission-set');
  const exact = sets.find(
    (set) => sameName(set.name, wanted) || (isId(wanted, '0PS') && sameId(set.permissionSetId, wanted)),
  );
  const labelled = sets.filter(({ label }) => sameName(label, wanted));
  const byLabel = [...new Map(labelled.map((set) => [set.permissionSetId, set])).values()];
  if (exact === undefined && byLabel.length > 1) {
    throw setupError('PermissionSetAmbiguous', { tokens: [name, byLabel.map((set) => set.name).join(', ')] });
  }
  return exact ?? byLabel[0];
}

/** The error for a name that nothing in the org carries, with the nearest ones. */
export function notFound(error: 'ProfileNotFound' | 'PermissionSetNotFound', name: string, known: string[]): SfError {
  const near = nearestNames(name, known);
  return setupError(error, {
    tokens: [name],
    actionTokens: [near.length > 0 ? near.map((text) => `"${text}"`).join(', ') : 'none'],
    data: { given: name, nearest: near },
  });
}

function isId(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && /^\w{15}(?:\w{3})?$/.test(text);
}

/** Ids have a form of 15 and one of 18 characters; the first 15 are the same. */
function sameId(one: string | undefined, other: string): boolean {
  return shortId(one) === shortId(other);
}

function shortId(id: string | undefined): string {
  return id?.slice(0, 15) ?? '';
}
