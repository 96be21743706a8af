import { expect } from 'chai';
import { readUser, type OrgUser } from '../../../plugin/salesforce/people/user.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, insertRow } from '../../org/database/rows.ts';
import { connectionTo } from '../../support/connection.ts';

describe('a user of an org', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
  });
  afterEach(() => org.stop());

  async function read(username: string): Promise<OrgUser | undefined> {
    return readUser(await connectionTo(org), username);
  }

  function assign(
    username: string,
    permissionSet: string,
    values: Record<string, boolean> = { IsActive: true },
  ): string {
    const set = findRow(org.state, 'PermissionSet', { Name: permissionSet })!.Id;
    insertRow(org.state, 'PermissionSetAssignment', {
      AssigneeId: findRow(org.state, 'User', { Username: username })!.Id,
      PermissionSetId: set,
      ...values,
    });
    return set;
  }

  it('comes with the assigned permission sets, and with the one that the profile owns', async () => {
    const assigned = assign('sam@example.test', 'Service_Agent');
    const user = findRow(org.state, 'User', { Username: 'sam@example.test' })!;
    const owned = findRow(org.state, 'PermissionSet', { ProfileId: user['ProfileId'] ?? null })!.Id;
    expect(await read('sam@example.test')).to.deep.equal({
      id: user.Id,
      username: 'sam@example.test',
      name: 'Sam Vendor',
      active: true,
      profileName: 'Standard User',
      permissionSetIds: [owned, assigned],
      groups: [],
      license: { id: findRow(org.state, 'UserLicense', { Name: 'Salesforce' })!.Id, name: 'Salesforce' },
    });
  });

  it('is found whatever the case of the name, but not by a part of it', async () => {
    expect(await read('SAM@Example.TEST')).to.include({ username: 'sam@example.test' });
    expect(await read('sam@example.test.uat')).to.equal(undefined);
    expect(await read("' OR Username LIKE '%")).to.equal(undefined);
  });

  it('gets nothing from an assignment that has expired', async () => {
    const expired = assign('sam@example.test', 'Service_Agent', { IsActive: false });
    expect((await read('sam@example.test'))?.permissionSetIds).not.to.include(expired);
  });

  it('keeps the assignments while inactive, which is a field of its own', async () => {
    const assigned = assign('gone@example.test', 'Service_Agent', { IsActive: false });
    const user = await read('gone@example.test');
    expect(user?.active).to.equal(false);
    expect(user?.permissionSetIds).to.include(assigned);
  });

  it('comes with the assigned permission set groups', async () => {
    const group = insertRow(org.state, 'PermissionSetGroup', { DeveloperName: 'Team', MasterLabel: 'The Team' }).Id;
    insertRow(org.state, 'PermissionSet', { Name: 'Team', Label: 'Team', Type: 'Group', PermissionSetGroupId: group });
    const set = assign('sam@example.test', 'Team');
    findRow(org.state, 'PermissionSetAssignment', { PermissionSetId: set })!['PermissionSetGroupId'] = group;
    expect((await read('sam@example.test'))?.groups).to.deep.equal([{ id: group, label: 'The Team' }]);
  });
});
