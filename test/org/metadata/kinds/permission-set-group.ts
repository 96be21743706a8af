import { deleteRow, findRow, findRows, insertRow, type RowValues } from '../../database/rows.ts';
import { willExist } from '../components.ts';
import { childText, childTexts } from '../package/xml-document.ts';
import type { MetadataKind } from './kind.ts';
import { rowNameOf } from './namespace.ts';
import { PERMISSION_SET } from './permission-set.ts';
import { missingReference, permissionSetNamed } from './references.ts';
import { saveRow } from './save-row.ts';

/**
 * Groups of permission sets. A group has a row for each of its permission sets, and a permission set of its own that holds
 * all permissions of the group (Object Reference, "PermissionSetGroup"; that it has the name of the group is inferred).
 * A group is recalculated at once here.
 */
export const PERMISSION_SET_GROUP: MetadataKind = {
  name: 'PermissionSetGroup',
  manifestName: 'PermissionSetGroup',
  directory: 'permissionsetgroups',
  suffix: 'permissionsetgroup',
  metaFile: false,
  keyPrefix: '0PG',
  wildcard: true,
  since: 45,
  problem({ document }, draft) {
    const missing = childTexts(document, 'permissionSets').find(
      (name) => !permissionSetNamed(draft.org, name) && !willExist(draft, PERMISSION_SET.name, name),
    );
    return missing === undefined ? undefined : missingReference('permissionSets', PERMISSION_SET.name, missing);
  },
  stored(component, { document }, draft) {
    const { org } = draft;
    const { NamespacePrefix, Name } = rowNameOf(component.fullName);
    const label = childText(document, 'label') ?? component.fullName;
    const group: RowValues = { NamespacePrefix, DeveloperName: Name, MasterLabel: label, Status: 'Updated' };
    saveRow(draft, 'PermissionSetGroup', component.id, group);
    const PermissionSetGroupId = component.id;
    const own = findRow(org, 'PermissionSet', { PermissionSetGroupId })?.Id;
    saveRow(draft, 'PermissionSet', own, {
      NamespacePrefix,
      Name,
      Label: label,
      Type: 'Group',
      IsCustom: true,
      PermissionSetGroupId,
    });
    findRows(org, 'PermissionSetGroupComponent', { PermissionSetGroupId }).forEach(({ Id }) =>
      deleteRow(org, 'PermissionSetGroupComponent', Id),
    );
    childTexts(document, 'permissionSets').forEach((name) => {
      const PermissionSetId = permissionSetNamed(org, name)?.Id ?? null;
      insertRow(org, 'PermissionSetGroupComponent', { PermissionSetGroupId, PermissionSetId }, draft.userId);
    });
  },
  deleted(component, org) {
    deleteRow(org, 'PermissionSetGroup', component.id);
  },
};
