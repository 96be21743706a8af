import type { Connection } from '@salesforce/core';
import { queryAll } from '../api/query-all.ts';
import { soqlTexts } from '../api/soql.ts';
import type { Grant, Principal } from '../org/access.ts';

/** An active user who has access to an app, and what gives it. */
export type UserWithAccess = { id: string; username: string; name: string; by: Principal[] };

type Person = { Id: string; Username: string; Name: string };

/**
 * All active users to whom grants give access, by user name. A permission set group is left out: it is not documented
 * whether it passes on access to an app.
 *
 * @throws AnswerIncomplete if there are more than 50,000.
 */
export async function readUsersWithAccess(connection: Connection, grants: Grant[]): Promise<UserWithAccess[]> {
  const principals = grants.map(({ principal }) => principal);
  const [byProfile, bySet] = await Promise.all([
    usersOfProfiles(connection, principals),
    usersOfSets(connection, principals),
  ]);
  const users = new Map<string, UserWithAccess>();
  for (const { person, by } of [...byProfile, ...bySet]) {
    const known = users.get(person.Id);
    const user = known ?? { id: person.Id, username: person.Username, name: person.Name, by: [] };
    user.by.push(by);
    users.set(person.Id, user);
  }
  return [...users.values()].sort((a, b) => a.username.localeCompare(b.username));
}

type Found = { person: Person; by: Principal };

async function usersOfProfiles(connection: Connection, principals: Principal[]): Promise<Found[]> {
  const byProfile = new Map(
    principals.flatMap((by) => (by.profileId === undefined ? [] : [[by.profileId, by] as const])),
  );
  if (byProfile.size === 0) {
    return [];
  }
  const rows = await queryAll<Person & { ProfileId: string }>(
    connection,
    `SELECT Id, Username, Name, ProfileId FROM User WHERE IsActive = true AND ProfileId IN ${soqlTexts([...byProfile.keys()])}`,
  );
  return rows.flatMap((person) => foundBy(byProfile.get(person.ProfileId), person));
}

async function usersOfSets(connection: Connection, principals: Principal[]): Promise<Found[]> {
  const sets = principals.filter(({ kind }) => kind === 'permission-set');
  const byId = new Map(sets.map((by) => [by.permissionSetId, by] as const));
  if (byId.size === 0) {
    return [];
  }
  const rows = await queryAll<{ PermissionSetId: string; AssigneeId: string; Assignee: Omit<Person, 'Id'> }>(
    connection,
    `SELECT PermissionSetId, AssigneeId, Assignee.Username, Assignee.Name FROM PermissionSetAssignment WHERE IsActive = true AND Assignee.IsActive = true AND PermissionSetId IN ${soqlTexts([...byId.keys()])}`,
  );
  return rows.flatMap(({ PermissionSetId, AssigneeId, Assignee }) =>
    foundBy(byId.get(PermissionSetId), { Id: AssigneeId, ...Assignee }),
  );
}

function foundBy(by: Principal | undefined, person: Person): Found[] {
  return by === undefined ? [] : [{ person, by }];
}
