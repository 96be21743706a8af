import { expect } from 'chai';
import { createOrgState } from './create-state.ts';
import { findRow, findRows } from './database/rows.ts';
import { hasPermission } from './login/sessions.ts';
import type { OrgOptions } from './state.ts';

const FULL_NAMES = [
  'Admin',
  'Standard',
  'StandardAul',
  'MarketingProfile',
  'ContractManager',
  'SolutionManager',
  'Minimum Access - Salesforce',
  'Read Only',
];

function profileLabel(language: NonNullable<OrgOptions['language']>, fullName: string): unknown {
  const org = createOrgState({ language });
  const [id] = [...org.profileFullNames].find(([, name]) => name === fullName)!;
  return findRow(org, 'Profile', { Id: id })!['Name'];
}

describe('a new org', () => {
  it('has the standard profiles, and each owns a permission set named X and its id', () => {
    const org = createOrgState();
    expect([...org.profileFullNames.values()]).to.deep.equal(FULL_NAMES);
    for (const { Id } of findRows(org, 'Profile')) {
      const owned = findRows(org, 'PermissionSet', { ProfileId: Id });
      expect(owned).to.have.lengthOf(1);
      expect(owned[0]).to.include({ Name: `X${Id}`, IsOwnedByProfile: true, Type: 'Profile' });
    }
  });

  it('labels its standard profiles in the language of the org, under the same full names', () => {
    expect(profileLabel('en_US', 'Admin')).to.equal('System Administrator');
    expect(profileLabel('nl_NL', 'Admin')).to.equal('Systeembeheerder');
    expect(profileLabel('de', 'Admin')).to.equal('Systemadministrator');
    expect(profileLabel('ja', 'Standard')).to.equal('標準ユーザ');
  });

  it('has as many custom profiles as asked for, each with its permission set', () => {
    const org = createOrgState({ customProfiles: 3 });
    expect([...org.profileFullNames.values()].slice(FULL_NAMES.length)).to.deep.equal([
      'Custom Profile 1',
      'Custom Profile 2',
      'Custom Profile 3',
    ]);
    expect(findRows(org, 'PermissionSet', { IsOwnedByProfile: true })).to.have.lengthOf(FULL_NAMES.length + 3);
  });

  it('has permission sets of its own, one with a name that needs escaping', () => {
    const labels = findRows(createOrgState(), 'PermissionSet', { IsOwnedByProfile: false }).map((row) => row['Label']);
    expect(labels).to.deep.equal(['Sales Cloud User', 'Service Agent', "Field Sales (O'Brien's team)"]);
  });

  it('has an administrator and users of other profiles, one of them inactive, each assigned what the profile owns', () => {
    const org = createOrgState();
    const users = findRows(org, 'User');
    expect(users.map((row) => row['IsActive'])).to.deep.equal([true, true, true, true, true, false]);
    for (const user of users) {
      const [assignment] = findRows(org, 'PermissionSetAssignment', { AssigneeId: user.Id });
      const owned = findRow(org, 'PermissionSet', { Id: assignment!['PermissionSetId']! });
      expect(owned!['ProfileId']).to.equal(user['ProfileId']);
    }
  });

  it('says of each kind what clients tell it by', () => {
    const shown = (['production', 'developer', 'sandbox', 'scratch'] as const).map((kind) => {
      const [row] = findRows(createOrgState({ kind }), 'Organization');
      return [kind, row!['IsSandbox'], row!['TrialExpirationDate'] !== null];
    });
    expect(shown).to.deep.equal([
      ['production', false, false],
      ['developer', false, false],
      ['sandbox', true, false],
      ['scratch', true, true],
    ]);
  });

  it('gives rights to administrators alone, less those that are taken away', () => {
    const org = createOrgState({ missingPermissions: ['ViewSetup'] });
    const standardUser = findRow(org, 'User', { Username: 'sam@example.test' })!;
    expect(hasPermission(org, org.adminId, 'CustomizeApplication')).to.equal(true);
    expect(hasPermission(org, org.adminId, 'ViewSetup')).to.equal(false);
    expect(hasPermission(org, standardUser.Id, 'CustomizeApplication')).to.equal(false);
  });

  it('never shares an id with another org', () => {
    const idsOf = (): string[] => [...createOrgState().rows.values()].flat().map(({ Id }) => Id);
    const first = new Set(idsOf());
    expect(idsOf().filter((id) => first.has(id))).to.deep.equal([]);
  });
});
