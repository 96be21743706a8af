import { expect } from 'chai';
import { createOrgState } from '../../create-state.ts';
import { findRow, findRows, insertRow } from '../../database/rows.ts';
import type { OrgState } from '../../state.ts';
import { findComponent } from '../components.ts';
import {
  deployed,
  deployFiles,
  manifestXml,
  messageOf,
  metadataXml,
  permissionSetFiles,
  problemsOf,
  type Files,
} from '../samples.ts';
import { PERMISSION_SET } from './permission-set.ts';
import { PROFILE } from './profile.ts';

function profileFiles(fullName: string, inside: string): Files {
  return { [`profiles/${fullName}.profile`]: metadataXml('Profile', inside) };
}

function profileText(org: OrgState, fullName: string): string {
  return findComponent(org, PROFILE, fullName)!.files.get(`profiles/${fullName}.profile`)!.toString();
}

const permission = (name: string, enabled: boolean): string =>
  `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;

describe('profiles', () => {
  it('exist from the start, with their full names, and the license and id of their row', () => {
    const org = createOrgState();
    const component = findComponent(org, PROFILE, 'Admin')!;
    expect(component.id).to.equal(findRow(org, 'Profile', { Name: 'System Administrator' })!.Id);
    expect(profileText(org, 'Admin'))
      .to.include('<custom>false</custom>')
      .and.include('<userLicense>Salesforce</userLicense>');
    expect(findComponent(org, PROFILE, 'System Administrator')).to.equal(undefined);
  });

  it('take the settings of a partial file, and keep all others', async () => {
    const org = createOrgState();
    const first = await deployed(
      org,
      profileFiles('Admin', permission('ViewSetup', true) + permission('ApiEnabled', true)),
    );
    expect(messageOf(first, 'Profile', 'Admin')).to.include({ created: false, changed: true });
    await deployed(org, profileFiles('Admin', permission('ApiEnabled', false)));
    const text = profileText(org, 'Admin').replaceAll(/\s/g, '');
    expect(text).to.include('<enabled>true</enabled><name>ViewSetup</name>');
    expect(text).to.include('<enabled>false</enabled><name>ApiEnabled</name>');
    expect(text.match(/<name>ApiEnabled/g)).to.have.lengthOf(1);
    expect(text).to.include('<userLicense>Salesforce</userLicense>');
  });

  it('give a new description to their row', async () => {
    const org = createOrgState();
    await deployed(org, profileFiles('Standard', '<description>For everybody.</description>'));
    expect(findRow(org, 'Profile', { Name: 'Standard User' })).to.include({ Description: 'For everybody.' });
  });

  it('are unchanged by a file with settings that they have already', async () => {
    const org = createOrgState();
    await deployed(org, profileFiles('Admin', permission('ViewSetup', true)));
    const again = await deployed(org, profileFiles('Admin', permission('ViewSetup', true)));
    expect(messageOf(again, 'Profile', 'Admin')).to.include({ changed: false });
  });

  it('need a license if they are new, and get rows of their own', async () => {
    const org = createOrgState();
    expect(problemsOf(await deployFiles(org, profileFiles('My Own', '<custom>true</custom>')))[0]).to.include(
      'no UserLicense named',
    );
    await deployed(org, profileFiles('My Own', '<custom>true</custom><userLicense>Salesforce</userLicense>'));
    const row = findRow(org, 'Profile', { Name: 'My Own' })!;
    expect(findRow(org, 'PermissionSet', { ProfileId: row.Id })).to.include({
      IsOwnedByProfile: true,
      Name: `X${row.Id}`,
    });
    expect(findComponent(org, PROFILE, 'My Own')!.id).to.equal(row.Id);
  });

  it('are deleted if they are custom and nobody has them', async () => {
    const org = createOrgState({ customProfiles: 1 });
    const deletion = (name: string): Files => ({
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ Profile: [name] }),
    });
    expect(problemsOf(await deployFiles(org, deletion('Admin')))[0]).to.include('Standard profiles cannot be deleted');
    const { Id } = findRow(org, 'Profile', { Name: 'Custom Profile 1' })!;
    const user = insertRow(org, 'User', { ProfileId: Id });
    expect(problemsOf(await deployFiles(org, deletion('Custom Profile 1')))[0]).to.include('users have');
    org.rows.set(
      'User',
      findRows(org, 'User').filter((row) => row !== user),
    );
    await deployed(org, deletion('Custom Profile 1'));
    expect(findRow(org, 'PermissionSet', { ProfileId: Id })).to.equal(undefined);
  });

  it('need the right to manage them', async () => {
    const org = createOrgState({ missingPermissions: ['ManageProfilesPermissionsets'] });
    const job = await deployFiles(org, { ...profileFiles('Admin', ''), ...permissionSetFiles('P', 'P') });
    expect(problemsOf(job)).to.have.lengthOf(2);
    expect(problemsOf(job).join()).to.include('Manage Profiles and Permission Sets');
  });
});

describe('permission sets', () => {
  it('exist if their rows do, except those that profiles own', () => {
    const org = createOrgState();
    const owned = findRows(org, 'PermissionSet', { IsOwnedByProfile: true })[0]!;
    expect(findComponent(org, PERMISSION_SET, String(owned['Name']))).to.equal(undefined);
    const [file] = findComponent(org, PERMISSION_SET, 'Service_Agent')!.files.values();
    expect(file!.toString())
      .to.include('<label>Service Agent</label>')
      .and.include('<description>Cases and messaging.</description>');
  });

  it('get a row, keep it when they change, and lose it when they are deleted', async () => {
    const org = createOrgState();
    await deployed(org, permissionSetFiles('Fresh', 'One'));
    const { Id } = findRow(org, 'PermissionSet', { Name: 'Fresh' })!;
    await deployed(org, permissionSetFiles('Fresh', 'Two'));
    expect(findRow(org, 'PermissionSet', { Name: 'Fresh' })).to.include({
      Id,
      Label: 'Two',
      Type: 'Regular',
      IsOwnedByProfile: false,
    });
    await deployed(org, {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ PermissionSet: ['Fresh'] }),
    });
    expect(findRow(org, 'PermissionSet', { Name: 'Fresh' })).to.equal(undefined);
    expect(findComponent(org, PERMISSION_SET, 'Fresh')).to.equal(undefined);
  });

  it('are gone as metadata when their row is deleted', async () => {
    const org = createOrgState();
    await deployed(org, permissionSetFiles('Fresh', 'One'));
    org.rows.set(
      'PermissionSet',
      findRows(org, 'PermissionSet').filter((row) => row['Name'] !== 'Fresh'),
    );
    expect(findComponent(org, PERMISSION_SET, 'Fresh')).to.equal(undefined);
  });

  it('are not deleted while users have them', async () => {
    const org = createOrgState();
    const { Id } = findRow(org, 'PermissionSet', { Name: 'Service_Agent' })!;
    insertRow(org, 'PermissionSetAssignment', { PermissionSetId: Id, AssigneeId: org.adminId });
    const files = {
      'package.xml': manifestXml({}),
      'destructiveChanges.xml': manifestXml({ PermissionSet: ['Service_Agent'] }),
    };
    expect(problemsOf(await deployFiles(org, files))[0]).to.include('assigned to users');
  });

  it('can be in groups only if they exist', async () => {
    const org = createOrgState();
    const group = (name: string): Files => ({
      'permissionsetgroups/G.permissionsetgroup': metadataXml(
        'PermissionSetGroup',
        `<label>G</label><permissionSets>${name}</permissionSets>`,
      ),
    });
    await deployed(org, { ...permissionSetFiles('Fresh', 'F'), ...group('Fresh') });
    expect(problemsOf(await deployFiles(org, group('Nope')))).to.deep.equal([
      'PermissionSetGroup:G: In field: permissionSets - no PermissionSet named Nope found',
    ]);
  });
});
