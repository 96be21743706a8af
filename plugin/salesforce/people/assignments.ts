import type { Connection } from '@salesforce/core';
import { changeCollection, createRows, DELETED_ALREADY, deleteRows, rowsLeft } from '../api/collection-change.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { readInParts } from '../api/parts.ts';
import { queryAll } from '../api/query-all.ts';
import { soqlText, soqlTexts } from '../api/soql.ts';
import type { OrgUser } from './user.ts';

/** The row that says that a user has a permission set (Object Reference, "PermissionSetAssignment"). */
export type Assignment = { id: string; user: OrgUser };

/** Ids in one query. The query's address must stay below the REST API's limit of 16,384 bytes. */
const IDS_IN_A_QUERY = 200;

/** The assignments of a permission set to some users. */
export async function readAssignments(
  connection: Connection,
  permissionSetId: string,
  users: OrgUser[],
): Promise<Assignment[]> {
  const rows = await readInParts(users, IDS_IN_A_QUERY, (part) =>
    queryAll<{ Id: string; AssigneeId: string }>(
      connection,
      `SELECT Id, AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId = ${soqlText(permissionSetId)} AND AssigneeId IN ${soqlTexts(part.map(({ id }) => id))}`,
    ),
  );
  const idOf = new Map(rows.map(({ Id, AssigneeId }) => [AssigneeId, Id]));
  return users.flatMap((user) => {
    const id = idOf.get(user.id);
    return id === undefined ? [] : { id, user };
  });
}

/**
 * Gives users a permission set, 200 in a request. It is no error if somebody else gave it in the meantime.
 *
 * @returns the users that got it.
 * @throws UsersNotAssigned with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function assignToUsers(
  connection: Connection,
  permissionSetId: string,
  users: OrgUser[],
): Promise<OrgUser[]> {
  return changeCollection(connection, {
    items: users,
    titleOf: ({ username }) => username,
    send: (items) =>
      createRows(
        connection,
        'PermissionSetAssignment',
        items.map(({ id }) => ({ AssigneeId: id, PermissionSetId: permissionSetId })),
      ),
    open: async (items) => {
      const has = new Set((await readAssignments(connection, permissionSetId, items)).map(({ user }) => user));
      return items.filter((user) => !has.has(user));
    },
    harmless: PLATFORM.duplicate,
    refusal: 'UsersNotAssigned',
  });
}

/**
 * Takes a permission set from users. It is no error if somebody else did so in the meantime.
 *
 * @throws UsersNotUnassigned with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function unassign(connection: Connection, assignments: Assignment[]): Promise<void> {
  const idsOf = (items: Assignment[]): string[] => items.map(({ id }) => id);
  await changeCollection(connection, {
    items: assignments,
    titleOf: ({ user }) => user.username,
    send: (items) => deleteRows(connection, idsOf(items)),
    open: async (items) => {
      const there = await rowsLeft(connection, 'PermissionSetAssignment', idsOf(items));
      return items.filter(({ id }) => there.has(id));
    },
    harmless: DELETED_ALREADY,
    refusal: 'UsersNotUnassigned',
  });
}
