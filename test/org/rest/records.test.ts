import { expect } from 'chai';
import { call, idOf, query, records, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { deleteRow, findRow, insertRow } from '../rows.ts';
import type { OrgOptions } from '../state.ts';

const SOBJECTS = '/services/data/v66.0/sobjects';

type Failure = { errorCode: string; message: string; fields?: string[] };

describe('records by REST', () => {
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

  describe('are read', () => {
    it('with all their fields, their type and address', async () => {
      const user = (await call(org, `${SOBJECTS}/User/${org.state.adminId}`)).json<Record<string, unknown>>();
      expect(user['attributes']).to.deep.equal({ type: 'User', url: `${SOBJECTS}/User/${org.state.adminId}` });
      expect(user).to.include({ Id: org.state.adminId, Username: 'admin@example.test', FederationIdentifier: null });
    });

    it('with the fields that are asked for, by an id of either length', async () => {
      const reply = await call(org, `${SOBJECTS}/User/${org.state.adminId.slice(0, 15)}?fields=username,Id`);
      expect(Object.keys(reply.json<object>())).to.deep.equal(['attributes', 'Username', 'Id']);
    });

    it('with the fields of the Tooling API by that alone', async () => {
      const path = `sobjects/ConnectedApplication/${appId}`;
      expect((await call(org, `/services/data/v66.0/tooling/${path}`)).json()).to.include({
        DeveloperName: 'Frontline',
      });
      expect((await call(org, `/services/data/v66.0/${path}`)).json()).not.to.have.property('DeveloperName');
    });

    for (const [situation, path] of [
      ['an unknown id', 'User/005000000000001AAA'],
      ['an id of another object', 'User/00e000000000001AAA'],
      ['no id at all', 'User/nope'],
      ['an unknown object', 'Nope/005000000000001AAA'],
      ['an object of the other API', 'Certificate/0P1000000000001AAA'],
    ]) {
      it(`with 404 for ${situation}`, async () => {
        expect(await failure(call(org, `${SOBJECTS}/${path}`))).to.deep.equal([
          404,
          { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
        ]);
      });
    }

    it('with 400 for an unknown field', async () => {
      const [status, { errorCode }] = await failure(call(org, `${SOBJECTS}/User/${org.state.adminId}?fields=Nope`));
      expect([status, errorCode]).to.deep.equal([400, 'INVALID_FIELD']);
    });
  });

  describe('that grant access', () => {
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

  describe('of other objects', () => {
    it('assign a permission set to a user, once', async () => {
      const body = { AssigneeId: org.state.adminId, PermissionSetId: permissionSetId };
      expect((await create('PermissionSetAssignment', body)).status).to.equal(201);
      expect((await failure(create('PermissionSetAssignment', body)))[1].errorCode).to.equal('DUPLICATE_VALUE');
      const soql = "SELECT COUNT() FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Sales_Cloud_User'";
      expect((await query(org, soql)).json()).to.include({ totalSize: 1 });
    });

    it('change a user, whose name and assignments follow', async () => {
      const id = await idOf(org, 'User', "Alias = 'sam'");
      const ProfileId = await idOf(org, 'Profile', "Name = 'Read Only'");
      const body = { FirstName: 'Samuel', ProfileId };
      const reply = await call(org, `${SOBJECTS}/User/${id}`, { method: 'PATCH', body });
      expect([reply.status, reply.text]).to.deep.equal([204, '']);
      const soql = `SELECT Assignee.Name FROM PermissionSetAssignment WHERE PermissionSet.Profile.Name = 'Read Only'`;
      expect(await records(org, soql)).to.have.lengthOf(1);
      expect(findRow(org.state, 'User', { Id: id })!['Name']).to.equal('Samuel Vendor');
    });

    it('make and change a permission set of the org’s own, but not one that a profile owns', async () => {
      const made = await create('PermissionSet', { Name: 'New_One', Label: 'New One' });
      expect(made.status).to.equal(201);
      expect(findRow(org.state, 'PermissionSet', { Name: 'New_One' })).to.include({
        Type: 'Regular',
        IsOwnedByProfile: false,
      });
      const path = `${SOBJECTS}/PermissionSet/${await idOf(org, 'PermissionSet', 'IsOwnedByProfile = true')}`;
      expect((await failure(call(org, path, { method: 'PATCH', body: { Label: 'x' } })))[0]).to.equal(403);
    });

    it('are refused where metadata alone makes them', async () => {
      const [status, error] = await failure(create('ConnectedApplication', { Name: 'x' }));
      expect([status, error.errorCode, error.message]).to.deep.equal([
        400,
        'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        'entity type cannot be inserted: Connected Application',
      ]);
      const deletion = await failure(call(org, `${SOBJECTS}/ConnectedApplication/${appId}`, { method: 'DELETE' }));
      expect(deletion[1].errorCode).to.equal('INVALID_TYPE_FOR_OPERATION');
    });

    it('are refused for a value of another type or a body that is no object', async () => {
      const path = `${SOBJECTS}/User/${org.state.adminId}`;
      const bodies = [{ IsActive: 'false' }, { Title: 5 }, '[]', '{', 'null', ''];
      const codes = [];
      for (const body of bodies) {
        codes.push((await failure(call(org, path, { method: 'PATCH', body })))[1].errorCode);
      }
      expect(codes).to.deep.equal(bodies.map(() => 'JSON_PARSER_ERROR'));
    });
  });

  describe('are described', () => {
    it('with the objects the API has', async () => {
      const names = async (path: string): Promise<string[]> =>
        (await call(org, path)).json<{ sobjects: Array<{ name: string }> }>().sobjects.map(({ name }) => name);
      expect(await names(SOBJECTS))
        .to.include.members(['User', 'SetupEntityAccess'])
        .and.not.include('Certificate');
      expect(await names('/services/data/v66.0/tooling/sobjects'))
        .to.include('Certificate')
        .and.not.include.members(['SetupEntityAccess', 'ServiceProvider']);
    });

    it('with their fields', async () => {
      const description = (await call(org, `${SOBJECTS}/SetupEntityAccess/describe`)).json<{
        updateable: boolean;
        keyPrefix: string;
        fields: Array<Record<string, unknown>>;
      }>();
      expect(description).to.include({
        name: 'SetupEntityAccess',
        createable: true,
        updateable: false,
        keyPrefix: '0J0',
      });
      expect(description.fields.find(({ name }) => name === 'ParentId')).to.deep.include({
        type: 'reference',
        createable: true,
        updateable: false,
        referenceTo: ['PermissionSet'],
        relationshipName: 'Parent',
      });
    });

    it('in short without /describe', async () => {
      const { objectDescribe } = (await call(org, `${SOBJECTS}/User`)).json<{ objectDescribe: { name: string } }>();
      expect(objectDescribe.name).to.equal('User');
    });

    it('as missing, in the text that clients compare, where sources are not tracked', async () => {
      const path = '/services/data/v66.0/tooling/sobjects/SourceMember/describe';
      const reply = await call(org, path);
      expect([reply.status, reply.json<Failure[]>()[0]!.message]).to.deep.equal([
        404,
        'The requested resource does not exist',
      ]);
      await start({ kind: 'scratch' });
      expect((await call(org, path)).json()).to.include({ name: 'SourceMember' });
    });
  });
});
