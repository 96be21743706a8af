import type { Connection } from '@salesforce/core';
import { changeCollection, createRows, DELETED_ALREADY, deleteRows, rowsLeft } from '../api/collection-change.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { readGrants, type Grant, type Principal } from './access.ts';

/**
 * Gives principals access to an app, 200 in a request. It is no error if somebody else created a grant in the meantime.
 *
 * @returns the principals that got access.
 * @throws AccessNotGranted with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function grantAccess(
  connection: Connection,
  appId: string,
  principals: Principal[],
): Promise<Principal[]> {
  return changeCollection(connection, {
    items: principals,
    titleOf: ({ label }) => label,
    send: (items) =>
      createRows(
        connection,
        'SetupEntityAccess',
        items.map(({ permissionSetId }) => ({ ParentId: permissionSetId, SetupEntityId: appId })),
      ),
    open: async (items) => {
      const has = new Set((await readGrants(connection, appId)).map(({ principal }) => principal.permissionSetId));
      return items.filter(({ permissionSetId }) => !has.has(permissionSetId));
    },
    harmless: PLATFORM.duplicate,
    refusal: 'AccessNotGranted',
  });
}

/**
 * Revokes access. It is no error if somebody else deleted a row in the meantime.
 *
 * @throws AccessNotRevoked with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function revokeAccess(connection: Connection, grants: Grant[]): Promise<void> {
  await changeCollection(connection, {
    items: grants,
    titleOf: ({ principal }) => principal.label,
    send: (items) =>
      deleteRows(
        connection,
        items.map(({ id }) => id),
      ),
    open: async (items) => {
      const there = await rowsLeft(
        connection,
        'SetupEntityAccess',
        items.map(({ id }) => id),
      );
      return items.filter(({ id }) => there.has(id));
    },
    harmless: DELETED_ALREADY,
    refusal: 'AccessNotRevoked',
  });
}
