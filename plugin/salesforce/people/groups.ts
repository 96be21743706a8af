import type { Connection } from '@salesforce/core';
import { queryAll } from '../api/query-all.ts';
import { unlessRefused } from '../api/unless-refused.ts';
import type { Grant, Principal } from '../org/access.ts';

/**
 * A group of permission sets. Its users have what the permission sets give (Object Reference, "PermissionSetGroup"; that
 * this includes access to apps is not said there).
 */
export type PermissionSetGroup = {
  id: string;
  label: string;
  /**
   * Whether the org has calculated what the group gives since the group was changed (`Status`). Until then, its users may
   * have what it gave before.
   */
  isCalculated: boolean;
  permissionSetIds: string[];
};

/** What gives users access to an app. Without `groups`, it is not known what groups give. */
export type AccessSources = { grants: Grant[]; groups?: PermissionSetGroup[] | undefined };

/** What gives a user access: a profile, a permission set, or a permission set through the group of a label. */
export type GivenBy = Principal & { group?: string };

type ComponentRow = {
  PermissionSetId: string;
  PermissionSetGroupId: string;
  PermissionSetGroup: { MasterLabel: string; Status: string } | null;
};

/**
 * All groups that have permission sets. An org has some hundreds at most.
 *
 * @returns undefined if the org refuses them.
 */
export async function readGroups(connection: Connection): Promise<PermissionSetGroup[] | undefined> {
  const rows = await unlessRefused(
    queryAll<ComponentRow>(
      connection,
      'SELECT PermissionSetId, PermissionSetGroupId, PermissionSetGroup.MasterLabel, PermissionSetGroup.Status FROM PermissionSetGroupComponent',
    ),
  );
  return rows && groupsOf(rows);
}

function groupsOf(rows: ComponentRow[]): PermissionSetGroup[] {
  const byGroup = Map.groupBy(rows, ({ PermissionSetGroupId }) => PermissionSetGroupId);
  return [...byGroup].map(([id, components]) => {
    const about = components[0]?.PermissionSetGroup;
    return {
      id,
      label: about?.MasterLabel ?? id,
      isCalculated: about?.Status === 'Updated',
      permissionSetIds: components.map(({ PermissionSetId }) => PermissionSetId),
    };
  });
}

/** The groups that hold one of some permission sets. */
export function groupsWith(groups: PermissionSetGroup[], permissionSetIds: string[]): PermissionSetGroup[] {
  const wanted = new Set(permissionSetIds);
  return groups.filter((group) => group.permissionSetIds.some((id) => wanted.has(id)));
}
