import type { Connection } from '@salesforce/core';
import { queryAll } from '../api/query-all.ts';
import { soqlTexts } from '../api/soql.ts';
import type { Principal } from '../org/access.ts';
import { groupsWith, type AccessSources, type GivenBy } from './groups.ts';

/** An active user who has access to an app, and what gives it. */
export type UserWithAccess = { id: string; username: string; name: string; by: GivenBy[] };

type Person = { Id: string; Username: string; Name: string };

/**
 * All active users who have access, by user name. Users of a group that the org has yet to calculate are left out.
 *
 * @throws AnswerIncomplete if there are more than 50,000.
 */
export async function readUsersWithAccess(
  connection: Connection,
  { grants, groups = [] }: AccessSources,
): Promise<UserWithAccess[]> {
  const principals = grants.map(({ principal }) => principal);
  const sets = principals.filter(({ kind }) => kind === 'permission-set');
  const given = groupsWith(
    groups,
    sets.map(({ permissionSetId }) => permissionSetId),
  ).filter(({ isCalculated }) => isCalculated);
  const found = await Promise.all([
    usersOfProfiles(connection, principals),
    assigned(connection, 'PermissionSetId', new Map(sets.map((by) => [by.permissionSetId, [by]]))),
    assigned(
      connection,
      'PermissionSetGroupId',
      new Map(
        given.map(({ id, label, permissionSetIds }) => [
          id,
          sets
            .filter(({ permissionSetId }) => permissionSetIds.includes(permissionSetId))
            .map((set): GivenBy => ({ ...set, group: label })),
        ]),
      ),
    ),
  ]);
  const users = new Map<string, UserWithAccess>();
  for (const { person, by } of found.flat()) {
    const known = users.get(person.Id);
    const user = known ?? { id: person.Id, username: person.Username, name: person.Name, by: [] };
    user.by.push(...by);
    users.set(person.Id, user);
  }
  return [...users.values()].sort((a, b) => a.username.localeCompare(b.username));
}

type Found = { person: Person; by: GivenBy[] };

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
  return rows.map((person) => ({ person, by: [byProfile.get(person.ProfileId) ?? []].flat() }));
}

type AssignmentField = 'PermissionSetId' | 'PermissionSetGroupId';

/** The active users to whom permission sets or groups are assigned. */
async function assigned(
  connection: Connection,
  field: AssignmentField,
  givenBy: Map<string, GivenBy[]>,
): Promise<Found[]> {
  if (givenBy.size === 0) {
    return [];
  }
  const rows = await queryAll<Record<AssignmentField, string> & { AssigneeId: string; Assignee: Omit<Person, 'Id'> }>(
    connection,
    `SELECT ${field}, AssigneeId, Assignee.Username, Assignee.Name FROM PermissionSetAssignment WHERE IsActive = true AND Assignee.IsActive = true AND ${field} IN ${soqlTexts([...givenBy.keys()])}`,
  );
  return rows.map(({ [field]: id, AssigneeId, Assignee }) => ({
    person: { Id: AssigneeId, ...Assignee },
    by: givenBy.get(id) ?? [],
  }));
}
