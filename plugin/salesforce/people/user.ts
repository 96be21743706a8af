import type { Connection } from '@salesforce/core';
import { readInParts } from '../api/parts.ts';
import { queryAll } from '../api/query-all.ts';
import { soqlText, soqlTexts } from '../api/soql.ts';

/** The facts about a user that a sign-in depends on. */
export type OrgUser = {
  id: string;
  username: string;
  /** First and last name. */
  name: string;
  active: boolean;
  profileName: string;
  /** The user license that the profile gives, as the org names it. */
  license: { id: string; name: string };
  /** Ids of the permission sets assigned to the user, including the one that the profile owns. */
  permissionSetIds: string[];
  /** Permission set groups that are assigned to the user. */
  groups: Array<{ id: string; label: string }>;
};

type UserRow = {
  Id: string;
  Username: string;
  Name: string;
  IsActive: boolean;
  ProfileId: string;
  Profile: { Name: string; UserLicenseId: string; UserLicense: { Name: string } | null } | null;
};

type AssignmentRow = {
  AssigneeId: string;
  PermissionSetId: string;
  IsActive: boolean;
  PermissionSetGroupId: string | null;
  PermissionSetGroup: { MasterLabel: string } | null;
};

type OwnedRow = { Id: string; ProfileId: string };

/**
 * User names in one query. One has up to 80 characters, and the query's address must stay below the REST API's limit of
 * 16,384 bytes.
 */
const NAMES_IN_A_QUERY = 100;

/** Ids in one query, for the same reason. */
const IDS_IN_A_QUERY = 200;

/** The user with a user name. User names are unique in all of Salesforce, and case does not matter. */
export async function readUser(connection: Connection, username: string): Promise<OrgUser | undefined> {
  return (await readUsers(connection, [username]))[0];
}

/** Those users of the org that have one of the user names, in no certain order. */
export async function readUsers(connection: Connection, usernames: string[]): Promise<OrgUser[]> {
  const rows = await readInParts(usernames, NAMES_IN_A_QUERY, (names) =>
    queryAll<UserRow>(
      connection,
      `SELECT Id, Username, Name, IsActive, ProfileId, Profile.Name, Profile.UserLicenseId, Profile.UserLicense.Name FROM User WHERE Username IN ${soqlTexts(names)}`,
    ),
  );
  const profileIds = [...new Set(rows.map(({ ProfileId }) => ProfileId))];
  const [assigned, owned] = await Promise.all([
    readInParts(
      rows.map(({ Id }) => Id),
      IDS_IN_A_QUERY,
      (ids) =>
        queryAll<AssignmentRow>(
          connection,
          `SELECT AssigneeId, PermissionSetId, IsActive, PermissionSetGroupId, PermissionSetGroup.MasterLabel FROM PermissionSetAssignment WHERE AssigneeId IN ${soqlTexts(ids)}`,
        ),
    ),
    readInParts(profileIds, IDS_IN_A_QUERY, (ids) =>
      queryAll<OwnedRow>(
        connection,
        `SELECT Id, ProfileId FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId IN ${soqlTexts(ids)}`,
      ),
    ),
  ]);
  const assignedTo = Map.groupBy(assigned, ({ AssigneeId }) => AssigneeId);
  const ownedBy = Map.groupBy(owned, ({ ProfileId }) => ProfileId);
  return rows.map((row) => userOf(row, assignedTo.get(row.Id) ?? [], ownedBy.get(row.ProfileId) ?? []));
}

function userOf(row: UserRow, assigned: AssignmentRow[], owned: OwnedRow[]): OrgUser {
  // An expired assignment is not active. Assignments of an inactive user are not active either, but they are still
  // needed here.
  const current = assigned.filter(({ IsActive }) => IsActive || !row.IsActive);
  return {
    id: row.Id,
    username: row.Username,
    name: row.Name,
    active: row.IsActive,
    profileName: row.Profile?.Name ?? '',
    license: { id: row.Profile?.UserLicenseId ?? '', name: row.Profile?.UserLicense?.Name ?? '' },
    permissionSetIds: [
      ...new Set([...owned.map(({ Id }) => Id), ...current.map(({ PermissionSetId }) => PermissionSetId)]),
    ],
    groups: current.flatMap(({ PermissionSetGroupId: id, PermissionSetGroup: group }) =>
      id === null ? [] : [{ id, label: group?.MasterLabel ?? id }],
    ),
  };
}

/** How many names are looked for that are similar to others, and how many candidates for one. */
const MOST_SIMILAR = 5;
const MOST_CANDIDATES = 2000;

/** The user names of active users that begin with the letters of those that the org does not have, for suggestions. */
export async function readSimilarUsernames(connection: Connection, usernames: string[]): Promise<string[]> {
  const beginnings = usernames.slice(0, MOST_SIMILAR).flatMap((name) => /^[a-z0-9]/i.exec(name) ?? []);
  if (beginnings.length === 0) {
    return [];
  }
  const conditions = beginnings.map((text) => `Username LIKE ${soqlText(`${text}%`)}`);
  const { records } = await connection.query<{ Username: string }>(
    `SELECT Username FROM User WHERE IsActive = true AND (${conditions.join(' OR ')}) LIMIT ${MOST_CANDIDATES}`,
  );
  return records.map(({ Username }) => Username);
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
