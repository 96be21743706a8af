import { insertRow } from '../database/rows.ts';
import type { OrgState } from '../state.ts';
import { STANDARD_PROFILES } from './profiles.ts';

const PERMISSION_SETS = [
  { Name: 'Sales_Cloud_User', Label: 'Sales Cloud User', Description: 'Leads and opportunities.' },
  { Name: 'Service_Agent', Label: 'Service Agent', Description: 'Cases and messaging.' },
  { Name: 'Field_Sales', Label: "Field Sales (O'Brien's team)", Description: null },
];

/** Licenses, profiles with the permission sets they own, and some permission sets of the org's own. */
export function seedAccess(org: OrgState): void {
  const licenseIds = seedLicenses(org);
  for (const { fullName, license, labels } of STANDARD_PROFILES) {
    addProfile(org, { fullName, label: labels[org.options.language], licenseId: licenseIds[license], custom: false });
  }
  for (let number = 1; number <= org.options.customProfiles; number += 1) {
    const label = `Custom Profile ${number}`;
    addProfile(org, { fullName: label, label, licenseId: licenseIds.Salesforce, custom: true });
  }
  PERMISSION_SETS.forEach((values) => insertRow(org, 'PermissionSet', { ...values, Type: 'Regular', IsCustom: true }));
}

/**
 * Adds a profile and the permission set that it owns, named `X` and the profile's id, as the platform does (seen in
 * answers of real orgs).
 */
export function addProfile(
  org: OrgState,
  profile: { fullName: string; label: string; licenseId: string; custom: boolean },
): string {
  const { Id } = insertRow(org, 'Profile', {
    Name: profile.label,
    UserLicenseId: profile.licenseId,
    UserType: 'Standard',
  });
  org.profileFullNames.set(Id, profile.fullName);
  insertRow(org, 'PermissionSet', {
    Name: `X${Id}`,
    Label: Id,
    ProfileId: Id,
    LicenseId: profile.licenseId,
    IsOwnedByProfile: true,
    IsCustom: profile.custom,
    Type: 'Profile',
    PermissionsModifyAllData: profile.fullName === 'Admin',
  });
  return Id;
}

function seedLicenses(org: OrgState): Record<'Salesforce' | 'Salesforce Platform', string> {
  const license = (LicenseDefinitionKey: string, Name: string): string =>
    insertRow(org, 'UserLicense', {
      LicenseDefinitionKey,
      Name,
      MasterLabel: Name,
      Status: 'Active',
      TotalLicenses: 100,
      UsedLicenses: 3,
    }).Id;
  return { Salesforce: license('SFDC', 'Salesforce'), 'Salesforce Platform': license('AUL', 'Salesforce Platform') };
}
