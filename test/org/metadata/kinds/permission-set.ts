import { parseDateTime } from '../../database/dates.ts';
import { deleteRow, findRow, findRows, type RowValues } from '../../database/rows.ts';
import { hasPermission } from '../../login/sessions.ts';
import type { Row } from '../../state.ts';
import { componentFromRow } from '../components.ts';
import type { Problem } from '../model/platform-check.ts';
import { childIsTrue, childText } from '../package/xml-document.ts';
import type { Draft, MetadataKind } from './kind.ts';
import { fullNameOf, rowNameOf } from './namespace.ts';
import { saveRow } from './save-row.ts';

/** Permission sets. Those that profiles and groups own are rows only, and never metadata. */
export const PERMISSION_SET: MetadataKind = {
  name: 'PermissionSet',
  manifestName: 'PermissionSet',
  directory: 'permissionsets',
  suffix: 'permissionset',
  metaFile: false,
  keyPrefix: '0PS',
  wildcard: true,
  since: 22,
  problem: (_candidate, draft) => permissionsProblem(draft),
  stored(component, { document }, draft) {
    const values: RowValues = {
      ...rowNameOf(component.fullName),
      Label: childText(document, 'label') ?? component.fullName,
      Description: childText(document, 'description') ?? null,
      HasActivationRequired: childIsTrue(document, 'hasActivationRequired'),
      Type: 'Regular',
      IsOwnedByProfile: false,
      IsCustom: true,
    };
    saveRow(draft, 'PermissionSet', component.id, values);
  },
  deletionProblem({ id }, { org }) {
    // The platform refuses to delete a set that users have; the words are inferred.
    return findRow(org, 'PermissionSetAssignment', { PermissionSetId: id })
      ? 'You cannot delete a permission set that is assigned to users.'
      : undefined;
  },
  deleted(component, org) {
    deleteRow(org, 'PermissionSet', component.id);
  },
  fromRows(org, fullName) {
    const rows = findRows(org, 'PermissionSet', {
      IsOwnedByProfile: false,
      ...(fullName !== undefined && rowNameOf(fullName)),
    });
    return rows.filter(isOwn).map((row) => {
      const description = row['Description'];
      return componentFromRow(PERMISSION_SET, rowFacts(row, fullNameOf(row)), [
        ...(description ? [{ name: 'description', content: String(description) }] : []),
        { name: 'hasActivationRequired', content: String(row['HasActivationRequired'] ?? false) },
        { name: 'label', content: String(row['Label']) },
      ]);
    });
  },
};

/** Whether a permission set is not the one in which a group holds the permissions of all its permission sets. */
function isOwn({ Type }: Row): boolean {
  return Type !== 'Group';
}

/**
 * Profiles and permission sets need one more right than other metadata (Metadata API Developer Guide; words inferred).
 */
export function permissionsProblem({ org, userId }: Draft): Problem | undefined {
  return hasPermission(org, userId, 'ManageProfilesPermissionsets')
    ? undefined
    : { problem: 'You need the Manage Profiles and Permission Sets permission to change this component.' };
}

/** What a component takes from its row. */
export function rowFacts(row: Row, fullName: string): { fullName: string; id: string; date: Date; userId: string } {
  const date = parseDateTime(String(row['CreatedDate'])) ?? new Date(0);
  return { fullName, id: row.Id, date, userId: String(row['CreatedById']) };
}
