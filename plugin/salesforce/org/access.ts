import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { isRecordId, shortId } from '../api/record-id.ts';
import { queryAll } from '../api/query-all.ts';
import { soqlText, soqlTexts } from '../api/soql.ts';
import type { AppRecord } from './app-id.ts';
import { partsOf } from '../api/parts.ts';

/**
 * A permission set or a profile that can have access to an app. A profile has it through the permission set that it
 * owns (Object Reference, "PermissionSet": `IsOwnedByProfile`).
 */
export type Principal = {
  kind: 'profile' | 'permission-set';
  /** The id that a grant names as its parent. For a profile, it is the id of its own permission set. */
  permissionSetId: string;
  /** API name of a permission set; label of a profile, which depends on the org's language. */
  name: string;
  label: string;
  profileId?: string;
  /** Whether its users may modify all data of the org. Known of profiles that were read as such. */
  modifiesAllData?: true;
  /** The user license or permission set license that users of a permission set need. */
  licenseId?: string;
};

/** A `SetupEntityAccess` row: this principal may use the app. */
export type Grant = { id: string; principal: Principal };

/** Names in one query. The query's address must stay below the REST API's limit of 16,384 bytes. */
const NAMES_IN_A_QUERY = 50;

type PermissionSetRow = {
  Id: string;
  Name: string;
  Label: string;
  IsOwnedByProfile: boolean;
  ProfileId: string | null;
  Profile: { Name: string } | null;
  LicenseId: string | null;
  /** Not asked for in grants. */
  PermissionsModifyAllData?: boolean;
};

const PERMISSION_SET_FIELDS = ['Id', 'Name', 'Label', 'IsOwnedByProfile', 'ProfileId', 'Profile.Name', 'LicenseId'];

/**
 * All profiles of the org and the permission sets of the given names, labels or ids. One query takes some dozens of
 * names. It returns all profiles, of which an org has at most some hundreds.
 */
export async function readPrincipals(connection: Connection, permissionSets: string[]): Promise<Principal[]> {
  const [first, ...others] = partsOf(permissionSets, NAMES_IN_A_QUERY).map(namedCondition);
  const conditions = [`IsOwnedByProfile = true${first === undefined ? '' : ` OR ${first}`}`, ...others];
  return (await Promise.all(conditions.map((condition) => queryPrincipals(connection, condition)))).flat();
}

function namedCondition(names: string[]): string {
  const texts = soqlTexts(names);
  // The first 15 characters are a complete id. A wrong character among the last three would make the query fail.
  const ids = names.map((name) => name.trim()).filter((name) => isRecordId(name, '0PS'));
  const identified = ids.length === 0 ? '' : ` OR Id IN ${soqlTexts(ids.map(shortId))}`;
  return `(IsOwnedByProfile = false AND (Name IN ${texts} OR Label IN ${texts}${identified}))`;
}

/** Every permission set that is not owned by a profile, for suggestions when a name was not found. */
export async function readPermissionSets(connection: Connection): Promise<Principal[]> {
  return queryPrincipals(connection, 'IsOwnedByProfile = false');
}

async function queryPrincipals(connection: Connection, condition: string): Promise<Principal[]> {
  const fields = [...PERMISSION_SET_FIELDS, 'PermissionsModifyAllData'].join(', ');
  const soql = `SELECT ${fields} FROM PermissionSet WHERE ${condition}`;
  const rows = await queryAll<PermissionSetRow>(connection, soql);
  return rows.map((row) => principalOf(row));
}

/** How many users each permission set is assigned to, by its id. */
export async function countAssignments(connection: Connection, sets: Principal[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (sets.length === 0) {
    return counts;
  }
  const ids = soqlTexts(sets.map(({ permissionSetId }) => permissionSetId));
  const soql = `SELECT PermissionSetId FROM PermissionSetAssignment WHERE PermissionSetId IN ${ids}`;
  for (const { PermissionSetId } of await queryAll<{ PermissionSetId: string }>(connection, soql)) {
    counts.set(PermissionSetId, (counts.get(PermissionSetId) ?? 0) + 1);
  }
  return counts;
}

/**
 * Who has access to the app of the given id. A group has a permission set of its own that may list what the permission
 * sets in the group give. That is left out: nobody gives it, and nobody can revoke it.
 */
export async function readGrants(connection: Connection, appId: string): Promise<Grant[]> {
  const fields = PERMISSION_SET_FIELDS.map((field) => `Parent.${field}`);
  const soql = `SELECT Id, ${fields.join(', ')} FROM SetupEntityAccess WHERE SetupEntityId = ${soqlText(appId)} AND Parent.Type != 'Group'`;
  const rows = await queryAll<{ Id: string; Parent: PermissionSetRow }>(connection, soql);
  return rows.map(grantOf);
}

/** Grants on an id that no app has (any more), if the org shows its apps. */
export type OrphanedGrants = {
  grants: Grant[];
  /**
   * Whether the grants belong to the app in question. They do if the org still lists the app by the id that they are on.
   * They also do if all are on one id, and a permission set made for the app is among them. In both cases, the org must
   * show that none of its apps has this id.
   */
  areOurs: boolean;
};

/** The app whose grants are looked for. */
type LostApp = {
  id: string;
  /** The id by which the org lists it. It can be one that the app does not have any more. */
  listedId: string;
  /** Names of the permission sets that are made for it. */
  permissionSets: string[];
};

/**
 * Grants of external client apps that no longer exist. An app that is deployed again can get a new id. Its grants stay
 * with the old id, where they have no effect (seen in the scripts of a project that deploys such apps).
 *
 * @param apps the apps that the org has. Undefined if it does not show all of them.
 */
export async function readOrphanedGrants(
  connection: Connection,
  ours: LostApp,
  apps: AppRecord[] | undefined,
): Promise<OrphanedGrants> {
  const fields = PERMISSION_SET_FIELDS.map((field) => `Parent.${field}`);
  const rows = await queryAll<{ Id: string; SetupEntityId: string; Parent: PermissionSetRow }>(
    connection,
    `SELECT Id, SetupEntityId, ${fields.join(', ')} FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'`,
  );
  const ids = new Set(apps?.map(({ id }) => id));
  // If the list does not contain the app that is known to exist, others may be missing too, and their grants must not
  // be touched.
  const isComplete = ids.has(ours.id);
  const orphans = rows.filter(({ SetupEntityId }) => !isComplete || !ids.has(SetupEntityId));
  const listed = isComplete ? orphans.filter(({ SetupEntityId }) => SetupEntityId === ours.listedId) : [];
  if (listed.length > 0) {
    return { grants: listed.map(grantOf), areOurs: true };
  }
  const isNamed = orphans.some(
    ({ Parent }) => principalOf(Parent).kind === 'permission-set' && ours.permissionSets.includes(Parent.Name),
  );
  const isOneId = new Set(orphans.map(({ SetupEntityId }) => SetupEntityId)).size === 1;
  return { grants: orphans.map(grantOf), areOurs: isComplete && isNamed && isOneId };
}

function grantOf({ Id, Parent }: { Id: string; Parent: PermissionSetRow }): Grant {
  return { id: Id, principal: principalOf(Parent) };
}

/**
 * @throws AnswerIncomplete for a row without a name or an id.
 */
function principalOf(row: PermissionSetRow | null | undefined): Principal {
  if (typeof row?.Id !== 'string' || typeof row.Name !== 'string' || typeof row.Label !== 'string') {
    throw setupError('AnswerIncomplete', { tokens: ['a permission set without a name'] });
  }
  if (!row.IsOwnedByProfile) {
    return {
      kind: 'permission-set',
      permissionSetId: row.Id,
      name: row.Name,
      label: row.Label,
      ...(row.LicenseId === null ? {} : { licenseId: row.LicenseId }),
    };
  }
  const label = row.Profile?.Name ?? row.Label;
  return {
    kind: 'profile',
    permissionSetId: row.Id,
    name: label,
    label,
    ...(row.ProfileId === null ? {} : { profileId: row.ProfileId }),
    ...(row.PermissionsModifyAllData === true ? { modifiesAllData: true } : {}),
  };
}
