import { expect } from 'chai';
import { call, idOf, query, records, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { findRow, insertRow } from '../database/rows.ts';
import type { OrgOptions } from '../state.ts';

const SOBJECTS = '/services/data/v66.0/sobjects';

type Failure = { errorCode: string; message: string; fields?: string[] };

describe('records by REST', () => {
  let org: EmulatedOrg;
  let appId: string;
  let permissionSetId: string;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    await org?.stop();
    org = await startEmulatedOrg(options);
    appId = insertRow(org.state, 'ConnectedApplication', { Name: 'Frontline', DeveloperName: 'Frontline' }).Id;
    permissionSetId = findRow(org.state, 'PermissionSet', { Name: 'Sales_Cloud_User' })!.Id;
  };

  const create = (type: string, body: object, token = org.token): Promise<Reply> =>
    call(org, `${SOBJECTS}/${type}`, { method: 'POST', body, token });
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

    it('of a permission set that a user has stay until the assignment is taken back', async () => {
      const assignment = { AssigneeId: org.state.adminId, PermissionSetId: permissionSetId };
      const { id } = (await create('PermissionSetAssignment', assignment)).json<{ id: string }>();
      const path = `${SOBJECTS}/PermissionSet/${permissionSetId}`;
      expect((await failure(call(org, path, { method: 'DELETE' })))[1].errorCode).to.equal('DELETE_FAILED');
      await call(org, `${SOBJECTS}/PermissionSetAssignment/${id}`, { method: 'DELETE' });
      expect((await call(org, path, { method: 'DELETE' })).status).to.equal(204);
      expect(findRow(org.state, 'PermissionSet', { Id: permissionSetId })).to.equal(undefined);
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
