import type { SfError } from '@salesforce/core';
import type { Principal } from '../salesforce/access.ts';
import { setupError } from '../errors.ts';
import { nearestNames } from './nearest-names.ts';

/** What names are looked up in: the org's profiles and permission sets. */
export type KnownPrincipals = {
  principals: Principal[];
  /** Profile ids by file name. */
  profileIds: Map<string, string>;
};

/**
 * The profile that a person means by a label (in the org's language), a file name such as `Admin`, or an id.
 *
 * @throws ProfileNotFound with the nearest names.
 */
export function findProfile(name: string, { principals, profileIds }: KnownPrincipals): Principal {
  const wanted = name.trim();
  const profiles = principals.filter(({ kind }) => kind === 'profile');
  const byLabel = profiles.filter(({ label }) => sameName(label, wanted));
  const id = profileIds.get(wanted) ?? (isId(wanted, '00e') ? wanted : undefined);
  const found = byLabel[0] ?? profiles.find(({ profileId }) => id !== undefined && sameId(profileId, id));
  if (found !== undefined) {
    return found;
  }
  const labels = [...new Set([...profiles.map(({ label }) => label), ...profileIds.keys()])];
  throw notFound('ProfileNotFound', name, labels);
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

/** Names are compared without regard to case, as the platform's queries compare them. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isId(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && /^\w{15}(?:\w{3})?$/.test(text);
}

/** Ids have a form of 15 and one of 18 characters; the first 15 are the same. */
function sameId(one: string | undefined, other: string): boolean {
  return one?.slice(0, 15) === other.slice(0, 15);
}
