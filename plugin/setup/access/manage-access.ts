import type { Connection } from '@salesforce/core';
import {
  readGrants,
  readPermissionSets,
  readPrincipals,
  type Grant,
  type Principal,
} from '../../salesforce/org/access.ts';
import { grantAccess, revokeAccess } from '../../salesforce/org/access-changes.ts';
import { namedAppId } from '../../salesforce/org/app-id.ts';
import { listApps, type NamedApp } from '../../salesforce/org/org-apps.ts';
import { findPermissionSet, findProfiles, permissionSetNotFound } from './principals.ts';
import { readGroups } from '../../salesforce/people/groups.ts';
import { readSignInUsers } from '../../salesforce/people/sign-in-users.ts';
import { activeUsers, agentSet, assignUsers, usersWithout, type UsersAssigned } from './user-access.ts';

/** Names as a user gives them. */
export type Names = { profiles: string[]; permissionSets: string[] };

/** Names of those who get access. Users get it by a permission set. */
export type AssigneeNames = Names & { usernames: string[] };

/** The principals that were named: those for which something was done, and those that needed nothing. */
export type AccessOutcome = { done: Principal[]; already: Principal[] };

/**
 * Gives access to those who do not have it. Nothing is changed before all names are known.
 *
 * @throws UsersNotFound, UsersInactive, UsersNotLicensed, AgentSetUnclear, the errors of `findProfiles` and `findPermissionSet`, and those of
 * the changes.
 */
export async function assignAccess(
  connection: Connection,
  app: NamedApp,
  { usernames, ...names }: AssigneeNames,
): Promise<AccessOutcome & { users?: UsersAssigned }> {
  const [{ appId, principals, grants }, users, groups] = await Promise.all([
    lookUp(connection, app, names),
    activeUsers(connection, usernames),
    usernames.length === 0 ? undefined : readGroups(connection),
  ]);
  const agents = users.length === 0 ? undefined : agentSet(grants, setsIn(principals));
  const sources = { grants, groups };
  const without = usersWithout(users, sources, agents);
  const has = new Set(grants.map(({ principal }) => principal.permissionSetId));
  const missing = principals.filter(({ permissionSetId }) => !has.has(permissionSetId));
  const done = new Set(await grantAccess(connection, appId, missing));
  return {
    done: [...done],
    already: principals.filter((principal) => !done.has(principal)),
    ...(agents === undefined ? {} : { users: await assignUsers(connection, agents, { users, without, sources }) }),
  };
}

function setsIn(principals: Principal[]): Principal[] {
  return principals.filter(({ kind }) => kind === 'permission-set');
}

/** Whom a revocation cuts off. */
export type AccessLoss = {
  /** The active users who have access before and not after. Undefined if the org does not say it. */
  users: number | undefined;
  /** Whether nobody is left who may use the app. */
  isLast: boolean;
};

/**
 * Takes access away from those who have it.
 *
 * @param approve is asked before users are cut off, and before the last access is taken. Without it, nobody is asked.
 * @returns undefined if it did not agree, and nothing was changed.
 */
export async function revokeAccessOf(
  connection: Connection,
  app: NamedApp,
  names: Names,
  approve?: (loss: AccessLoss) => Promise<boolean>,
): Promise<AccessOutcome | undefined> {
  const { principals, grants } = await lookUp(connection, app, names);
  const wanted = new Set(principals.map(({ permissionSetId }) => permissionSetId));
  const rows = grants.filter(({ principal }) => wanted.has(principal.permissionSetId));
  if (approve !== undefined && rows.length > 0) {
    const loss = await lossOf(connection, grants, rows);
    if ((loss.isLast || loss.users !== 0) && !(await approve(loss))) {
      return undefined;
    }
  }
  await revokeAccess(connection, rows);
  const had = new Set(rows.map(({ principal }) => principal.permissionSetId));
  return {
    done: principals.filter(({ permissionSetId }) => had.has(permissionSetId)),
    already: principals.filter(({ permissionSetId }) => !had.has(permissionSetId)),
  };
}

async function lossOf(connection: Connection, grants: Grant[], revoked: Grant[]): Promise<AccessLoss> {
  const left = grants.filter((grant) => !revoked.includes(grant));
  const groups = await readGroups(connection);
  const [before, after] = await Promise.all(
    [grants, left].map((some) =>
      readSignInUsers(connection, { granted: some.map(({ principal }) => principal), groups, profiles: [] }),
    ),
  );
  const users = before === undefined || after === undefined ? undefined : before.total - after.total;
  return { users, isLast: left.length === 0 };
}

/** The app and the named principals; nothing is changed before all names are known. */
async function lookUp(
  connection: Connection,
  app: NamedApp,
  names: Names,
): Promise<{ appId: string; principals: Principal[]; grants: Grant[] }> {
  const [listed, known] = await Promise.all([
    listApps(connection, 'Profile'),
    readPrincipals(connection, names.permissionSets),
  ]);
  const appId = await namedAppId(connection, listed, app);
  const profileIds = new Map(listed.filter(({ type }) => type === 'Profile').map(({ fullName, id }) => [fullName, id]));
  const profiles = findProfiles(names.profiles, { principals: known, profileIds });
  const sets: Principal[] = [];
  for (const name of names.permissionSets) {
    sets.push(findPermissionSet(name, known) ?? (await refuse(connection, name)));
  }
  const unique = new Map([...profiles, ...sets].map((principal) => [principal.permissionSetId, principal]));
  return { appId, principals: [...unique.values()], grants: await readGrants(connection, appId) };
}

async function refuse(connection: Connection, name: string): Promise<never> {
  const known = await readPermissionSets(connection);
  throw permissionSetNotFound(
    name,
    known.map((set) => set.name),
  );
}
