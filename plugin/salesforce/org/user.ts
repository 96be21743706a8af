import type { Connection } from '@salesforce/core';
import { soqlText, soqlTexts } from '../api/soql.ts';

/** The facts about a user that a sign-in depends on. */
export type OrgUser = {
  id: string;
  username: string;
  active: boolean;
  profileName: string;
  /** Ids of the permission sets assigned to the user, including the one that the profile owns. */
  permissionSetIds: string[];
  /** Names of permission set groups. Their content is not read. */
  groups: string[];
};

type UserRow = { Id: string; Username: string; IsActive: boolean; ProfileId: string; Profile: { Name: string } | null };

type AssignmentRow = {
  PermissionSetId: string;
  IsActive: boolean;
  PermissionSet: { Label: string; Type: string; ProfileId: string | null };
};

/** The user with a user name. User names are unique in all of Salesforce, and case does not matter. */
export async function readUser(connection: Connection, username: string): Promise<OrgUser | undefined> {
  const { records } = await connection.query<UserRow>(
    `SELECT Id, Username, IsActive, ProfileId, Profile.Name FROM User WHERE Username = ${soqlText(username)}`,
  );
  const [row] = records;
  if (row === undefined) {
    return undefined;
  }
  const [assigned, owned] = await Promise.all([
    connection.query<AssignmentRow>(
      `SELECT PermissionSetId, IsActive, PermissionSet.Label, PermissionSet.Type, PermissionSet.ProfileId FROM PermissionSetAssignment WHERE AssigneeId = ${soqlText(row.Id)}`,
    ),
    connection.query<{ Id: string }>(
      `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId = ${soqlText(row.ProfileId)}`,
    ),
  ]);
  // An expired assignment is not active. Assignments of an inactive user are not active either, but they are still
  // needed here.
  const current = assigned.records.filter(({ IsActive }) => IsActive || !row.IsActive);
  const ids = [...owned.records.map(({ Id }) => Id), ...current.map(({ PermissionSetId }) => PermissionSetId)];
  return {
    id: row.Id,
    username: row.Username,
    active: row.IsActive,
    profileName: row.Profile?.Name ?? '',
    permissionSetIds: [...new Set(ids)],
    groups: current
      .filter(({ PermissionSet }) => PermissionSet.Type === 'Group')
      .map(({ PermissionSet }) => PermissionSet.Label),
  };
}

/**
 * The Federation IDs of users by their user names in small letters, for users that have one. It is read only if an app
 * sends it, because the signed-in user may not be allowed to read the field.
 */
export async function readFederationIds(connection: Connection, usernames: string[]): Promise<Map<string, string>> {
  const { records } = await connection.query<{ Username: string; FederationIdentifier: string | null }>(
    `SELECT Username, FederationIdentifier FROM User WHERE Username IN ${soqlTexts(usernames)}`,
  );
  return new Map(
    records.flatMap(({ Username, FederationIdentifier: id }) =>
      id === null || id === '' ? [] : [[Username.toLowerCase(), id] as const],
    ),
  );
}

/**
 * Names the mistake if a user name has the suffix of a sandbox and should not, or the other way round. A sandbox adds
 * its name to every user name, as in `user@example.com.uat`. Undefined if the mistake is another one.
 */
export function userNameSuffixMistake(expected: string, actual: string): string | undefined {
  if (expected.includes('@') && actual.startsWith(`${expected}.`)) {
    return `It has the additional suffix "${actual.slice(expected.length)}", as user names of a test organization do.`;
  }
  return actual.includes('@') && expected.startsWith(`${actual}.`)
    ? `It lacks the suffix "${expected.slice(actual.length)}", which user names of a test organization have.`
    : undefined;
}
