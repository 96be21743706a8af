import { RestError } from '../server/rest-error.ts';
import { findRow, type RowValues } from '../database/rows.ts';
import type { OrgState, Row } from '../state.ts';
import { refuseDuplicate } from './duplicate.ts';

/**
 * An assignment of a permission set, or of a group, to a user. One of a group names the permission set too that holds all
 * permissions of the group (Object Reference, "PermissionSetAssignment"; what the row then names is inferred).
 *
 * @throws RestError for one that exists, and for a user whose license does not take the permission set.
 */
export function assignment(org: OrgState, values: RowValues): RowValues {
  const { AssigneeId = null, PermissionSetGroupId = null } = values;
  const PermissionSetId =
    PermissionSetGroupId === null
      ? (values['PermissionSetId'] ?? null)
      : (findRow(org, 'PermissionSet', { PermissionSetGroupId })?.Id ?? null);
  if (PermissionSetId === null) {
    const missing = ['PermissionSetId'];
    throw new RestError(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', missing);
  }
  refuseDuplicate(findRow(org, 'PermissionSetAssignment', { PermissionSetId, AssigneeId }));
  const set = findRow(org, 'PermissionSet', { Id: PermissionSetId });
  const user = findRow(org, 'User', { Id: AssigneeId });
  if (set !== undefined && user !== undefined) {
    refuseOtherLicense(org, set, user);
  }
  return { IsActive: user?.['IsActive'] ?? true, PermissionSetId };
}

/**
 * A permission set of a user license takes only users who have it by their profile, and one of a permission set license
 * only users who were assigned that (Object Reference, "PermissionSetAssignment"). The beginning of the words and the code
 * were seen in public reports; what follows is inferred.
 */
function refuseOtherLicense(org: OrgState, set: Row, user: Row): void {
  const { LicenseId = null } = set;
  if (LicenseId === null) {
    return;
  }
  const profile = findRow(org, 'Profile', { Id: user['ProfileId'] ?? null });
  const ofPermissionSets = findRow(org, 'PermissionSetLicense', { Id: LicenseId });
  const takes =
    ofPermissionSets === undefined
      ? profile?.['UserLicenseId'] === LicenseId
      : findRow(org, 'PermissionSetLicenseAssign', { PermissionSetLicenseId: LicenseId, AssigneeId: user.Id });
  if (takes === undefined || takes === false) {
    const text =
      `Can't assign permission set ${String(set['Label'])} to user ${String(user['Name'])}. ` +
      "The user license doesn't allow the permission set.";
    throw new RestError(400, 'FIELD_INTEGRITY_EXCEPTION', text, []);
  }
}
