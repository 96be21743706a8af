import type { Connection, SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { Grant, Principal } from '../../salesforce/org/access.ts';
import type { AccessSources, GivenBy } from '../../salesforce/people/groups.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import { assignToUsers, readAssignments, unassign } from '../../salesforce/people/assignments.ts';
import { readSimilarUsernames, readUsers, type OrgUser } from '../../salesforce/people/user.ts';
import { isRecordId } from '../../salesforce/api/record-id.ts';
import { nearestNames } from '../../text/nearest-names.ts';
import { accessSourcesOf, givenBy } from './check-access.ts';
import { findPermissionSet } from './principals.ts';

/** A user who has access, and what gives it. */
export type UserWithReason = { user: OrgUser; by: GivenBy[] };

/** What came of giving users access. */
export type UsersAssigned = {
  /** The permission set by which they get it. */
  permissionSet: Principal;
  /** The users that got the permission set. */
  done: OrgUser[];
  /** The users that had access. If somebody else gave it in the meantime, nothing is known of what gives it. */
  already: UserWithReason[];
};

/** What came of taking access from users. */
export type UsersUnassigned = {
  permissionSet: Principal;
  /** The users that had the permission set, and those that did not. */
  done: OrgUser[];
  already: OrgUser[];
  /** Those of all these users who have access by something else. */
  stillIn: UserWithReason[];
};

/**
 * The users of some names.
 *
 * @throws UsersNotFound, UsersInactive.
 */
export async function activeUsers(connection: Connection, usernames: string[]): Promise<OrgUser[]> {
  const users = await knownUsers(connection, usernames);
  const inactive = users.filter(({ active }) => !active).map(({ username }) => username);
  if (inactive.length > 0) {
    throw setupError('UsersInactive', { tokens: [listed(inactive)], data: { inactive } });
  }
  return users;
}

/**
 * Those of some users who have no access, and so are to get a permission set. Pure.
 *
 * @throws UsersNotLicensed if it does not take one of them.
 */
export function usersWithout(
  users: OrgUser[],
  sources: AccessSources,
  permissionSet: Principal | undefined,
): OrgUser[] {
  const without = users.filter((user) => givenBy(user, sources).length === 0);
  const { licenseId, name = '' } = permissionSet ?? {};
  // A permission set of a permission set license takes users who were assigned that. The org tells when they get the set.
  const others =
    licenseId !== undefined && isRecordId(licenseId, '100')
      ? without.filter(({ license }) => license.id !== licenseId)
      : [];
  if (others.length > 0) {
    const titles = others.map(({ username, license }) => `${username} (${license.name})`);
    throw setupError('UsersNotLicensed', {
      tokens: [name, listed(titles)],
      data: {
        permissionSet: name,
        users: others.map(({ username, license }) => ({ username, license: license.name })),
      },
    });
  }
  return without;
}

/** Gives a permission set with access to the app to those users who have no access. */
export async function assignUsers(
  connection: Connection,
  permissionSet: Principal,
  { users, without, sources }: { users: OrgUser[]; without: OrgUser[]; sources: AccessSources },
): Promise<UsersAssigned> {
  const done = new Set(await assignToUsers(connection, permissionSet.permissionSetId, without));
  const already = users.filter((user) => !done.has(user)).map((user) => ({ user, by: givenBy(user, sources) }));
  return { permissionSet, done: [...done], already };
}

/**
 * Takes a permission set with access to the app from users.
 *
 * @param permissionSet its name, if it is not the only one.
 * @throws UsersNotFound, AgentSetUnclear, and the errors of {@link unassign}.
 */
export async function unassignUsers(
  connection: Connection,
  app: NamedApp,
  { usernames, permissionSets }: { usernames: string[]; permissionSets: string[] },
): Promise<UsersUnassigned> {
  const [{ grants, groups }, users] = await Promise.all([
    accessSourcesOf(connection, app),
    knownUsers(connection, usernames),
  ]);
  const sets = grants.map(({ principal }) => principal).filter(({ kind }) => kind === 'permission-set');
  const named = permissionSets.map((name) => findPermissionSet(name, sets) ?? refuseSet(sets, name));
  const permissionSet = agentSet(grants, named);
  const assignments = await readAssignments(connection, permissionSet.permissionSetId, users);
  await unassign(connection, assignments);
  const had = new Set(assignments.map(({ user }) => user));
  return {
    permissionSet,
    done: [...had],
    already: users.filter((user) => !had.has(user)),
    stillIn: users
      .map((user) => ({ user, by: givenBy(user, { grants, groups }).filter(isNot(permissionSet)) }))
      .filter(({ by }) => by.length > 0),
  };
}

/** Whether access is by something else than the assignment of a permission set. A group that holds it is something else. */
function isNot({ permissionSetId }: Principal): (by: GivenBy) => boolean {
  return (by) => by.permissionSetId !== permissionSetId || by.group !== undefined;
}

async function knownUsers(connection: Connection, usernames: string[]): Promise<OrgUser[]> {
  const users = await readUsers(connection, usernames);
  const known = new Set(users.map(({ username }) => username.toLowerCase()));
  const missing = usernames.filter((username) => !known.has(username.toLowerCase()));
  return missing.length === 0 ? users : refuseUnknown(connection, missing);
}

async function refuseUnknown(connection: Connection, missing: string[]): Promise<never> {
  const similar = await readSimilarUsernames(connection, missing);
  const nearest = [...new Set(missing.flatMap((username) => nearestNames(username, similar)))];
  const error = setupError('UsersNotFound', {
    tokens: [listed(missing)],
    actionTokens: [nearest.join(', ')],
    data: { missing, nearest },
  });
  if (nearest.length === 0) {
    // The first of them offers the names.
    error.actions?.shift();
  }
  throw error;
}

/**
 * The permission set by which users get or lose access: the one that was named, else the only one that has access. Pure.
 *
 * @throws AgentSetUnclear.
 */
export function agentSet(grants: Grant[], named: Principal[]): Principal {
  const granted = grants.map(({ principal }) => principal).filter(({ kind }) => kind === 'permission-set');
  const candidates = named.length > 0 ? named : granted;
  const [only] = candidates;
  return only !== undefined && candidates.length === 1 ? only : refuseSet(candidates);
}

function refuseSet(sets: Principal[], name?: string): never {
  throw agentSetUnclear(
    sets.map((set) => set.name),
    name,
  );
}

/**
 * The error where it is not clear which permission set users get or lose.
 *
 * @param candidates those to choose from.
 * @param name the one that was asked for, which is none of them.
 */
export function agentSetUnclear(candidates: string[], name = 'none'): SfError {
  return setupError('AgentSetUnclear', {
    ...(candidates.length === 0 ? { situation: 'none' } : {}),
    tokens: [name, candidates.length === 0 ? 'none' : listed(candidates)],
    data: { permissionSets: candidates },
  });
}

/** How many names stand in a sentence. */
const MOST_NAMES = 10;

function listed(names: string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
