import { findRow, insertRow, type RowValues } from '../database/rows.ts';
import type { OrgOptions, OrgState } from '../state.ts';
import { restDateTime } from '../database/dates.ts';

type Kind = NonNullable<OrgOptions['kind']>;

const DAY = 24 * 60 * 60 * 1000;

/** What the Organization row of each kind of org says (Object Reference, "Organization"; the CLI tells them apart by it). */
const ORGANIZATIONS: Record<Kind, { OrganizationType: string; InstanceName: string; IsSandbox: boolean }> = {
  production: { OrganizationType: 'Enterprise Edition', InstanceName: 'NA224', IsSandbox: false },
  developer: { OrganizationType: 'Developer Edition', InstanceName: 'USA794', IsSandbox: false },
  sandbox: { OrganizationType: 'Enterprise Edition', InstanceName: 'CS42', IsSandbox: true },
  scratch: { OrganizationType: 'Developer Edition', InstanceName: 'USA442S', IsSandbox: true },
};

const USERS = [
  { first: 'Sam', last: 'Vendor', name: 'sam', profile: 'Standard', active: true },
  { first: 'Mina', last: 'Market', name: 'mina', profile: 'MarketingProfile', active: true },
  { first: 'Pat', last: "O'Brien", name: 'pat', profile: 'Minimum Access - Salesforce', active: true },
  { first: 'Lee', last: 'Platform', name: 'lee', profile: 'StandardAul', active: true },
  { first: 'Gone', last: 'Former', name: 'gone', profile: 'Standard', active: false },
];

/** The org's own row. A scratch org is a sandbox that ends; clients recognise it by the date. */
export function seedOrganization(org: OrgState): void {
  const { kind, language } = org.options;
  insertRow(org, 'Organization', {
    Id: org.organizationId,
    Name: 'Example Company',
    ...ORGANIZATIONS[kind],
    TrialExpirationDate: kind === 'scratch' ? restDateTime(new Date(org.now().getTime() + 7 * DAY)) : null,
    LanguageLocaleKey: language,
    DefaultLocaleSidKey: language,
    TimeZoneSidKey: 'Europe/Amsterdam',
    Country: 'NL',
    PrimaryContact: 'Ada Min',
  });
}

/**
 * The administrator and five users with other profiles, one of them inactive. Each is assigned the permission set that
 * the profile owns, as the platform keeps it (Object Reference, "PermissionSetAssignment").
 */
export function seedUsers(org: OrgState): void {
  addUser(
    org,
    { first: 'Ada', last: 'Min', name: 'admin', profile: 'Admin', active: true },
    {
      Id: org.adminId,
      Username: org.options.username,
      Email: org.options.username,
    },
  );
  USERS.forEach((user) => addUser(org, user));
}

function addUser(org: OrgState, user: (typeof USERS)[number], extra: RowValues = {}): void {
  const profileId = profileIdOf(org, user.profile);
  const username = `${user.name}@example.test`;
  const { Id } = insertRow(org, 'User', {
    Username: username,
    Email: username,
    FirstName: user.first,
    LastName: user.last,
    Name: `${user.first} ${user.last}`,
    Alias: user.name,
    CommunityNickname: user.name,
    IsActive: user.active,
    ProfileId: profileId,
    UserType: 'Standard',
    LanguageLocaleKey: org.options.language,
    LocaleSidKey: org.options.language,
    TimeZoneSidKey: 'Europe/Amsterdam',
    EmailEncodingKey: 'UTF-8',
    ...extra,
  });
  const owned = findRow(org, 'PermissionSet', { ProfileId: profileId });
  insertRow(org, 'PermissionSetAssignment', {
    AssigneeId: Id,
    PermissionSetId: owned?.Id ?? null,
    IsActive: user.active,
  });
}

function profileIdOf(org: OrgState, fullName: string): string {
  const found = [...org.profileFullNames].find(([, name]) => name === fullName);
  if (found === undefined) {
    throw new Error(`No profile ${fullName}`);
  }
  return found[0];
}
