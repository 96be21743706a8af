import { idKey } from '../../../database/identifiers.ts';
import { parseDateTime } from '../../../database/dates.ts';
import { findRow, findRows } from '../../../database/rows.ts';
import type { OrgState, Row } from '../../../state.ts';
import type { ServiceProvider } from '../../service-providers.ts';

/**
 * Whether a user may use an app: a SetupEntityAccess row opens it to a permission set that the user has. Whether the
 * platform looks for rows of the app or of its service provider is not documented, so it is an option; an external
 * client app has no id but its own.
 */
export function hasAccess(org: OrgState, user: Row, provider: ServiceProvider): boolean {
  const opened = new Set(idsThatOpen(org, provider).map(idKey));
  const parents = new Set(permissionSetIds(org, user).map(idKey));
  return findRows(org, 'SetupEntityAccess').some(
    ({ SetupEntityId, ParentId }) => opened.has(idKey(String(SetupEntityId))) && parents.has(idKey(String(ParentId))),
  );
}

function idsThatOpen({ options }: OrgState, { appId, serviceProviderId }: ServiceProvider): string[] {
  if (serviceProviderId === undefined) {
    return [appId];
  }
  switch (options.accessHonoured) {
    case 'app':
      return [appId];
    case 'service-provider':
      return [serviceProviderId];
    case 'both':
      return [appId, serviceProviderId];
  }
}

/** The permission set that the user's profile owns, the assigned ones, and those inside assigned groups. */
function permissionSetIds(org: OrgState, user: Row): string[] {
  const owned = findRow(org, 'PermissionSet', { ProfileId: user['ProfileId'] ?? null, IsOwnedByProfile: true });
  const assigned = findRows(org, 'PermissionSetAssignment', { AssigneeId: user.Id, IsActive: true })
    .filter(({ ExpirationDate }) => !isOver(org, ExpirationDate))
    .flatMap(({ PermissionSetId }) => findRow(org, 'PermissionSet', { Id: PermissionSetId ?? null }) ?? []);
  const grouped = assigned.filter((row) => row['Type'] === 'Group').flatMap((row) => setsInGroup(org, row));
  return [...(owned === undefined ? [] : [owned]), ...assigned, ...grouped].map(({ Id }) => Id);
}

function isOver(org: OrgState, date: Row[string] | undefined): boolean {
  const end = typeof date === 'string' ? parseDateTime(date) : undefined;
  return end !== undefined && end <= org.now();
}

/**
 * A group gives what its permission sets give (Salesforce Help); that access to apps is among it is inferred. So is that a
 * group gives nothing that is not recalculated: it gives what it gave before, of which nothing is kept here.
 */
function setsInGroup(org: OrgState, { PermissionSetGroupId = null }: Row): Row[] {
  return findRow(org, 'PermissionSetGroup', { Id: PermissionSetGroupId })?.['Status'] === 'Updated'
    ? findRows(org, 'PermissionSetGroupComponent', { PermissionSetGroupId }).flatMap(
        ({ PermissionSetId }) => findRow(org, 'PermissionSet', { Id: PermissionSetId ?? null }) ?? [],
      )
    : [];
}
