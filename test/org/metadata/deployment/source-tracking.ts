import { restDateTime } from '../../database/dates.ts';
import { findRow, findRows, insertRow, updateRow, type RowValues } from '../../database/rows.ts';
import type { Component, OrgState } from '../../state.ts';
import type { MetadataKind } from '../kinds/kind.ts';
import { rowNameOf } from '../kinds/namespace.ts';

/**
 * Notes a change for source tracking, which scratch orgs have. Each component has one SourceMember row, with a counter
 * of the whole org that rises at every change (Tooling API, object SourceMember). Installed packages are not tracked.
 */
export function trackChange(
  org: OrgState,
  kind: MetadataKind,
  component: Component,
  { isNew, isDeleted }: { isNew: boolean; isDeleted: boolean },
): void {
  const isInstalled = kind.nameRule === undefined && rowNameOf(component.fullName).NamespacePrefix !== null;
  if (org.options.kind !== 'scratch' || isInstalled) {
    return;
  }
  const member: RowValues = { MemberType: kind.manifestName, MemberName: component.fullName };
  const revision = Math.max(0, ...findRows(org, 'SourceMember').map((row) => Number(row['RevisionCounter']))) + 1;
  const values: RowValues = {
    MemberIdOrName: component.id === '' ? component.fullName : component.id,
    IsNameObsolete: isDeleted,
    IsNewMember: isNew,
    RevisionCounter: revision,
    RevisionNum: revision,
    ChangedBy: component.lastModifiedById,
    LastModifiedDate: restDateTime(org.now()),
  };
  const existing = findRow(org, 'SourceMember', member);
  if (existing) {
    updateRow(org, 'SourceMember', existing.Id, values);
  } else {
    insertRow(org, 'SourceMember', { ...member, ...values });
  }
}
