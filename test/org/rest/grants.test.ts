import { expect } from 'chai';
import { call, idOf, records, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { deleteRow, findRow, insertRow } from '../database/rows.ts';
import { deployed, externalClientAppFiles } from '../metadata/samples.ts';
import type { OrgOptions } from '../state.ts';

const SOBJECTS = '/services/data/v66.0/sobjects';

type Failure = { errorCode: string; message: string; fields?: string[] };

describe('records that grant access', () => {
  let org: EmulatedOrg;
  let appId: string;
  let serviceProviderId: string;
  let permissionSetId: string;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    await org?.stop();
    org = await startEmulatedOrg(options);
    appId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline', DeveloperName: 'Frontline' }).Id;
    serviceProviderId = insertRow(org.state, 'ServiceProvider', { Name: 'Frontline' }).Id;
    permissionSetId = findRow(org.state, 'PermissionSet', { Name: 'Sales_Cloud_User' })!.Id;
  };

  const create = (type: string, body: object, token = org.token): Promise<Reply> =>
    call(org, `${SOBJECTS}/${type}`, { method: 'POST', body, token });
  const grant = (extra: object = {}, token = org.token): Promise<Reply> =>
    create('SetupEntityAccess', { ParentId: permissionSetId, SetupEntityId: appId, ...extra }, token);
  const failure = async (reply: Promise<Reply>): Promise<[number, Failure]> => {
    const { status, json } = await reply;
    return [status, json<Failure[]>()[0]!];
  };

  beforeEach(() => start());
  after(() => org.stop());

  it('are made for a permission set and an app, and carry the derived type', async () => {
    const reply = await grant();
    expect(reply.status).to.equal(201);
    const { id, ...rest } = reply.json<{ id: string }>();
    expect(id).to.match(/^0J0\w{15}$/);
    expect(rest).to.deep.equal({ success: true, errors: [] });
    const soql = `SELECT SetupEntityType, SetupEntityId, Parent.Name FROM SetupEntityAccess WHERE Id = '${id}'`;
    const [row] = await records<{ SetupEntityType: string; SetupEntityId: string; Parent: { Name: string } }>(
      org,
      soql,
    );
    expect(row).to.include({ SetupEntityType: 'ConnectedApplication', SetupEntityId: appId });
    expect(row!.Parent.Name).to.equal('Sales_Cloud_User');
  });

  it('are made for the permission set that a profile owns', async () => {
    const ParentId = await idOf(org, 'PermissionSet', "IsOwnedByProfile = true AND Profile.Name = 'Standard User'");
    expect((await grant({ ParentId })).status).to.equal(201);
    const soql = `SELECT Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId = '${appId}'`;
    const [row] = await records<{ Parent: { Profile: { Name: string } } }>(org, soql);
    expect(row!.Parent.Profile.Name).to.equal('Standard User');
  });

  it('are refused for the id that an external client app had before its last deployment', async () => {
    await start({ appWithoutIdentityProvider: 'accepted' });
    await deployed(org.state, externalClientAppFiles());
    const former = findRow(org.state, 'ExternalClientApplication', {})!.Id;
    await deployed(org.state, externalClientAppFiles());
    const [status, refusal] = await failure(grant({ SetupEntityId: former }));
    expect(status).to.equal(400);
    expect(refusal.errorCode).to.equal('INVALID_CROSS_REFERENCE_KEY');
    const live = findRow(org.state, 'ExternalClientApplication', {})!.Id;
    expect((await grant({ SetupEntityId: live })).status).to.equal(201);
  });

  it('are made for the service provider of an app as well', async () => {
    expect((await grant({ SetupEntityId: serviceProviderId })).status).to.equal(201);
    expect(findRow(org.state, 'SetupEntityAccess', { SetupEntityId: serviceProviderId })).to.include({
      SetupEntityType: 'ServiceProvider',
    });
  });

  it('are refused a second time, in whatever form the ids are', async () => {
    await grant();
    const again = { ParentId: permissionSetId.slice(0, 15), SetupEntityId: appId.slice(0, 15) };
    expect(await failure(grant(again))).to.deep.equal([
      400,
      {
        errorCode: 'DUPLICATE_VALUE',
        message: 'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
        fields: [],
      },
    ]);
  });

  it('are refused when the derived type is sent', async () => {
    expect(await failure(grant({ SetupEntityType: 'ConnectedApplication' }))).to.deep.equal([
      400,
      {
        errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
        message:
          'Unable to create/update fields: SetupEntityType. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
        fields: ['SetupEntityType'],
      },
    ]);
  });

  for (const [situation, extra, code, message] of [
    [
      'an unknown parent',
      { ParentId: '0PS000000000001AAA' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
    ],
    [
      'an unknown app',
      { SetupEntityId: '0H4000000000001' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
    ],
    [
      'an id of no object',
      { SetupEntityId: 'zzz000000000001' },
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
    ],
    ['no id', { ParentId: 'Sales' }, 'MALFORMED_ID', 'Parent ID: id value of incorrect type: Sales'],
    [
      'a user as parent',
      { ParentId: '005000000000001' },
      'FIELD_INTEGRITY_EXCEPTION',
      'Parent ID: id value of incorrect type: 005000000000001',
    ],
    ['no app', { SetupEntityId: null }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [SetupEntityId]'],
    ['an unknown field', { Foo: 1 }, 'INVALID_FIELD', "No such column 'Foo' on sobject of type SetupEntityAccess"],
  ] as const) {
    it(`are refused for ${situation}`, async () => {
      const [status, error] = await failure(grant(extra));
      expect([status, error.errorCode, error.message]).to.deep.equal([400, code, message]);
    });
  }

  it('are refused for an app that was deleted', async () => {
    deleteRow(org.state, 'ConnectedApplication', appId);
    expect((await failure(grant()))[1]).to.include({ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' });
  });

  it('cannot be changed, only taken back', async () => {
    const { id } = (await grant()).json<{ id: string }>();
    const path = `${SOBJECTS}/SetupEntityAccess/${id}`;
    expect(await failure(call(org, path, { method: 'PATCH', body: { ParentId: permissionSetId } }))).to.deep.equal([
      400,
      {
        errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: 'entity type cannot be updated: Setup Entity Access',
        fields: [],
      },
    ]);
    const deleted = await call(org, path, { method: 'DELETE' });
    expect([deleted.status, deleted.text]).to.deep.equal([204, '']);
    expect(await failure(call(org, path, { method: 'DELETE' }))).to.deep.equal([
      404,
      { errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] },
    ]);
  });

  it('are not known to the Tooling API', async () => {
    const reply = await call(org, '/services/data/v66.0/tooling/sobjects/SetupEntityAccess', {
      method: 'POST',
      body: {},
    });
    expect([reply.status, reply.json<Failure[]>()[0]!.message]).to.deep.equal([
      404,
      'The requested resource does not exist',
    ]);
  });

  for (const [permission, code] of [
    ['ManageProfilesPermissionsets', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'],
    ['CustomizeApplication', 'INSUFFICIENT_ACCESS_OR_READONLY'],
    ['ViewSetup', 'INSUFFICIENT_ACCESS_OR_READONLY'],
  ] as const) {
    it(`are refused without the right ${permission}, and cannot be taken back without it`, async () => {
      await start({ missingPermissions: [permission] });
      const [status, { errorCode }] = await failure(grant());
      expect([status, errorCode]).to.deep.equal([403, code]);
      const { Id } = insertRow(org.state, 'SetupEntityAccess', { ParentId: permissionSetId, SetupEntityId: appId });
      const deletion = await failure(call(org, `${SOBJECTS}/SetupEntityAccess/${Id}`, { method: 'DELETE' }));
      expect([deletion[0], deletion[1].errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    });
  }

  it('are refused to a standard user', async () => {
    const [status, { errorCode }] = await failure(grant({}, org.signIn('sam@example.test')));
    expect([status, errorCode]).to.deep.equal([403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
  });
});
