import { expect } from 'chai';
import { call, records, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { findRow, insertRow } from '../database/rows.ts';
import { deployed, metadataXml } from '../metadata/samples.ts';

const SOBJECTS = '/services/data/v66.0/sobjects';

type Failure = { errorCode: string; message: string; fields?: string[] };

describe('assignments of permission sets', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
  });
  afterEach(() => org.stop());

  const idNamed = (object: string, field: string, value: string): string =>
    findRow(org.state, object, { [field]: value })!.Id;
  const set = (name: string): string => idNamed('PermissionSet', 'Name', name);
  const user = (name: string): string => idNamed('User', 'Username', `${name}@example.test`);
  const assign = (body: object): Promise<Reply> =>
    call(org, `${SOBJECTS}/PermissionSetAssignment`, { method: 'POST', body });
  const refusal = async (body: object): Promise<Failure> => (await assign(body)).json<Failure[]>()[0]!;

  it('are made once, and need a permission set or a group', async () => {
    const body = { AssigneeId: user('sam'), PermissionSetId: set('Service_Agent') };
    expect((await assign(body)).status).to.equal(201);
    expect((await refusal(body)).errorCode).to.equal('DUPLICATE_VALUE');
    expect(await refusal({ AssigneeId: user('sam') })).to.deep.include({
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['PermissionSetId'],
    });
  });

  it('are refused where the permission set is of another user license than the profile', async () => {
    const licenseId = idNamed('UserLicense', 'Name', 'Salesforce Platform');
    findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!['LicenseId'] = licenseId;
    const { errorCode, message } = await refusal({ AssigneeId: user('sam'), PermissionSetId: set('Service_Agent') });
    expect(errorCode).to.equal('FIELD_INTEGRITY_EXCEPTION');
    expect(message).to.include("Can't assign permission set Service Agent to user Sam Vendor");
    expect((await assign({ AssigneeId: user('lee'), PermissionSetId: set('Service_Agent') })).status).to.equal(201);
  });

  it('are refused where the user was not assigned the license of the permission set', async () => {
    const { Id } = insertRow(org.state, 'PermissionSetLicense', { DeveloperName: 'Agents', MasterLabel: 'Agents' });
    findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!['LicenseId'] = Id;
    const body = { AssigneeId: user('sam'), PermissionSetId: set('Service_Agent') };
    expect((await refusal(body)).errorCode).to.equal('FIELD_INTEGRITY_EXCEPTION');
    insertRow(org.state, 'PermissionSetLicenseAssign', { PermissionSetLicenseId: Id, AssigneeId: user('sam') });
    expect((await assign(body)).status).to.equal(201);
  });

  it('of a group name the permission set of the group too, which is no metadata', async () => {
    const inside =
      '<label>Sales team</label><permissionSets>Service_Agent</permissionSets><permissionSets>Sales_Cloud_User</permissionSets>';
    const files = { 'permissionsetgroups/Team.permissionsetgroup': metadataXml('PermissionSetGroup', inside) };
    await deployed(org.state, files);
    await deployed(org.state, files);
    expect((await assign({ AssigneeId: user('sam'), PermissionSetGroupId: groupId() })).status).to.equal(201);
    const soql = `SELECT PermissionSet.Type, PermissionSet.Name, PermissionSetGroup.MasterLabel FROM PermissionSetAssignment WHERE PermissionSetGroupId = '${groupId()}'`;
    const [row] = await records<Record<string, Record<string, string>>>(org, soql);
    expect(row?.['PermissionSet']).to.include({ Type: 'Group', Name: 'Team' });
    expect(row?.['PermissionSetGroup']).to.include({ MasterLabel: 'Sales team' });
    const members = await records<{ PermissionSet: { Name: string } }>(
      org,
      'SELECT PermissionSet.Name FROM PermissionSetGroupComponent ORDER BY PermissionSet.Name',
    );
    expect(members.map(({ PermissionSet }) => PermissionSet.Name)).to.deep.equal(['Sales_Cloud_User', 'Service_Agent']);
  });

  it('are counted by groups that fit into one page, or not at all', async () => {
    const soql =
      'SELECT Assignee.ProfileId, COUNT_DISTINCT(AssigneeId) FROM PermissionSetAssignment GROUP BY Assignee.ProfileId';
    expect(await records(org, soql)).to.have.lengthOf(5);
    org.state.options.queryPageSize = 4;
    const reply = await call(org, `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`);
    expect(reply.json<Failure[]>()[0]?.errorCode).to.equal('EXCEEDED_ID_LIMIT');
  });

  function groupId(): string {
    return idNamed('PermissionSetGroup', 'DeveloperName', 'Team');
  }
});
