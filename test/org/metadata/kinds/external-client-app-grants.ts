import { findRow, insertRow } from '../../database/rows.ts';
import type { OrgState } from '../../state.ts';
import type { Problem } from '../model/platform-check.ts';
import { childText, type XmlElement } from '../package/xml-document.ts';
import type { Draft } from './kind.ts';
import { missingReference, permissionSetNamed, profileNamed } from './references.ts';
import { refusalText } from './wording.ts';

/** The two fields of the policies that give access to the app: names separated by commas. They only ever add access. */
const FIELDS = ['commaSeparatedProfile', 'commaSeparatedPermissionSet'] as const;
type Field = (typeof FIELDS)[number];

/**
 * What is wrong with the grants in SAML policies. A profile or permission set that has access already is refused
 * (seen for profiles of the OAuth policies).
 */
export function grantProblem(document: XmlElement, appName: string, { org }: Draft): Problem | undefined {
  const appId = appIdOf(org, appName);
  for (const { field, name } of grants(document)) {
    const parentId = permissionSetIdOf(org, field, name);
    if (parentId === undefined) {
      return missingReference(field, field === 'commaSeparatedProfile' ? 'Profile' : 'PermissionSet', name);
    }
    if (appId !== undefined && findRow(org, 'SetupEntityAccess', { ParentId: parentId, SetupEntityId: appId })) {
      return {
        problem: refusalText(org, 'alreadyGranted', field === 'commaSeparatedProfile' ? 'profile' : 'permission set'),
      };
    }
  }
  return undefined;
}

/** Adds the SetupEntityAccess rows that the policies ask for. */
export function grantFromPolicies(document: XmlElement, appName: string, { org, userId }: Draft): void {
  const appId = appIdOf(org, appName);
  for (const { field, name } of grants(document)) {
    const parentId = permissionSetIdOf(org, field, name);
    if (appId !== undefined && parentId !== undefined) {
      const values = { ParentId: parentId, SetupEntityId: appId, SetupEntityType: 'ExternalClientApplication' };
      insertRow(org, 'SetupEntityAccess', values, userId);
    }
  }
}

function grants(document: XmlElement): Array<{ field: Field; name: string }> {
  return FIELDS.flatMap((field) => {
    const names = (childText(document, field) ?? '').split(',').map((name) => name.trim());
    return names.filter(Boolean).map((name) => ({ field, name }));
  });
}

function permissionSetIdOf(org: OrgState, field: Field, name: string): string | undefined {
  if (field === 'commaSeparatedPermissionSet') {
    return permissionSetNamed(org, name)?.Id;
  }
  const profile = profileNamed(org, name);
  return profile && findRow(org, 'PermissionSet', { ProfileId: profile.Id })?.Id;
}

function appIdOf(org: OrgState, appName: string): string | undefined {
  return findRow(org, 'ExternalClientApplication', { DeveloperName: appName })?.Id;
}
