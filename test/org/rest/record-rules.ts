import { RestError } from '../server/rest-error.ts';
import { findRow, updateRow, type RowValues } from '../database/rows.ts';
import { fullNameOf } from '../metadata/kinds/namespace.ts';
import { assignment } from './assignment-rule.ts';
import { refuseDuplicate } from './duplicate.ts';
import { objectOfId } from '../schema/objects.ts';
import { hasPermission } from '../login/sessions.ts';
import type { OrgState, Row } from '../state.ts';

/** What an object asks of its rows beyond its field table. */
type Rules = {
  /** May refuse a new row; gives the values that the org derives. */
  beforeCreate?(org: OrgState, userId: string, values: RowValues): RowValues;
  /** May refuse a change or a deletion. */
  beforeChange?(org: OrgState, userId: string, row: Row): void;
  /** May refuse a deletion that a change would not be refused for. */
  beforeDelete?(org: OrgState, row: Row): void;
  /** Follows up a change. */
  afterUpdate?(org: OrgState, row: Row): void;
  /** Follows up a deletion. */
  afterDelete?(org: OrgState, row: Row): void;
};

const RULES: Record<string, Rules> = {
  SetupEntityAccess: {
    beforeCreate: (org, userId, values) => grant(org, userId, values),
    beforeChange: (org, userId) => refuseWithout(org, userId, insufficientAccess()),
  },
  PermissionSetAssignment: {
    beforeCreate: (org, _userId, values) => assignment(org, values),
  },
  PermissionSet: {
    beforeCreate(org, _userId, { Name = null }) {
      refuseDuplicate(findRow(org, 'PermissionSet', { Name }));
      return { Type: 'Regular', IsCustom: true };
    },
    beforeChange(_org, _userId, row) {
      if (row['IsOwnedByProfile'] === true) {
        throw insufficientAccess();
      }
    },
    beforeDelete(org, { Id }) {
      if (findRow(org, 'PermissionSetAssignment', { PermissionSetId: Id }) !== undefined) {
        // The platform refuses while users have the set; code and words are inferred.
        const text = 'You cannot delete a permission set that is assigned to users.';
        throw new RestError(400, 'DELETE_FAILED', text, []);
      }
    },
    afterDelete(org, row) {
      org.components.delete(`PermissionSet:${fullNameOf(row)}`);
    },
  },
  User: { afterUpdate: followUser },
};

/** The rules of an object; most have none. */
export function rulesOf(object: string): Rules {
  return RULES[object] ?? {};
}

/** How the platform refuses a write for want of rights. */
export function insufficientAccess(): RestError {
  return new RestError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
}

/**
 * A grant. Its type is derived from the id of what it opens. Who lacks a right in Setup may not write rows of the object
 * (Object Reference: "View Setup and Configuration"); who may not edit profiles and permission sets is refused for the
 * parent (which code the platform gives in which case is inferred).
 */
function grant(org: OrgState, userId: string, { ParentId = null, SetupEntityId = null }: RowValues): RowValues {
  refuseWithout(
    org,
    userId,
    new RestError(
      403,
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      `insufficient access rights on cross-reference id: ${ParentId}`,
      [],
    ),
  );
  refuseDuplicate(findRow(org, 'SetupEntityAccess', { ParentId, SetupEntityId }));
  return { SetupEntityType: objectOfId(String(SetupEntityId))?.name ?? null };
}

function refuseWithout(org: OrgState, userId: string, refusal: RestError): void {
  if (!hasPermission(org, userId, 'ViewSetup') || !hasPermission(org, userId, 'CustomizeApplication')) {
    throw insufficientAccess();
  }
  if (!hasPermission(org, userId, 'ManageProfilesPermissionsets')) {
    throw refusal;
  }
}

/** A user's full name, and the assignment of the permission set that the profile owns, go with the user's fields. */
function followUser(org: OrgState, user: Row): void {
  user['Name'] = [user['FirstName'], user['LastName']].filter((name) => typeof name === 'string').join(' ');
  const owned = findRow(org, 'PermissionSet', { ProfileId: user['ProfileId'] ?? null });
  const assignment = (org.rows.get('PermissionSetAssignment') ?? []).find(
    ({ AssigneeId, PermissionSetId }) =>
      AssigneeId === user.Id &&
      findRow(org, 'PermissionSet', { Id: PermissionSetId ?? null })?.['IsOwnedByProfile'] === true,
  );
  if (assignment !== undefined && owned !== undefined) {
    updateRow(org, 'PermissionSetAssignment', assignment.Id, {
      PermissionSetId: owned.Id,
      IsActive: user['IsActive'] ?? false,
    });
  }
}
