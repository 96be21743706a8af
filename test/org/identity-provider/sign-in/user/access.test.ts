import { expect } from 'chai';
import { call, idOf } from '../../../client.ts';
import type { EmulatedOrg } from '../../../emulated-org.ts';
import { deployed, metadataXml, permissionSetFiles } from '../../../metadata/samples.ts';
import { findRow, insertRow } from '../../../database/rows.ts';
import type { OrgOptions } from '../../../state.ts';
import {
  appId,
  authnRequest,
  grant,
  lastCode,
  logIn,
  ownedSet,
  redirectAddress,
  serviceProviderId,
  startIdentityProvider,
  userNamed,
} from '../../testing.ts';

describe('access to an app', () => {
  let org: EmulatedOrg;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    org = await startIdentityProvider(options);
  };

  afterEach(() => org.stop());

  /** What the org logs when a user signs in to the app. */
  async function outcomeFor(name: string): Promise<unknown> {
    await (await logIn(org, name)).get(redirectAddress(authnRequest()));
    return lastCode(org);
  }

  it('is nobody’s at first, not even the administrator’s', async () => {
    await start();
    expect(await outcomeFor('admin')).to.equal('NoAccess');
  });

  it('comes with a profile, for its users alone', async () => {
    await start();
    grant(org, ownedSet(org, 'sam'));
    expect(await outcomeFor('sam')).to.equal('Success');
    expect(await outcomeFor('mina')).to.equal('NoAccess');
  });

  it('comes with a permission set as it is given and taken by REST', async () => {
    await start();
    const set = await idOf(org, 'PermissionSet', "Name = 'Service_Agent'");
    const post = (object: string, body: object): Promise<string> =>
      call(org, `/services/data/v66.0/sobjects/${object}`, { method: 'POST', body }).then(
        (reply) => reply.json<{ id: string }>().id,
      );
    const row = await post('SetupEntityAccess', { ParentId: set, SetupEntityId: appId(org) });
    expect(await outcomeFor('mina')).to.equal('NoAccess');
    await post('PermissionSetAssignment', { PermissionSetId: set, AssigneeId: userNamed(org, 'mina').Id });
    expect(await outcomeFor('mina')).to.equal('Success');
    await call(org, `/services/data/v66.0/sobjects/SetupEntityAccess/${row}`, { method: 'DELETE' });
    expect(await outcomeFor('mina')).to.equal('NoAccess');
  });

  it('ends with the assignment', async () => {
    await start();
    const set = findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!.Id;
    grant(org, set);
    const assignment = insertRow(org.state, 'PermissionSetAssignment', {
      PermissionSetId: set,
      AssigneeId: userNamed(org, 'mina').Id,
      IsActive: true,
      ExpirationDate: '2026-11-24T12:00:01.000+0000',
    });
    expect(await outcomeFor('mina')).to.equal('Success');
    assignment['ExpirationDate'] = '2026-11-24T12:00:00.000+0000';
    expect(await outcomeFor('mina')).to.equal('NoAccess');
    Object.assign(assignment, { ExpirationDate: null, IsActive: false });
    expect(await outcomeFor('mina')).to.equal('NoAccess');
  });

  it('comes with a permission set inside an assigned group', async () => {
    await start();
    await deployed(org.state, permissionSetFiles('Agents', 'Agents'));
    const inside = '<label>Team</label><permissionSets>Agents</permissionSets>';
    await deployed(org.state, {
      'permissionsetgroups/Team.permissionsetgroup': metadataXml('PermissionSetGroup', inside),
    });
    grant(org, findRow(org.state, 'PermissionSet', { Name: 'Agents' })!.Id);
    const group = findRow(org.state, 'PermissionSetGroup', { DeveloperName: 'Team' })!;
    expect(await outcomeFor('mina')).to.equal('NoAccess');
    insertRow(org.state, 'PermissionSetAssignment', {
      PermissionSetId: findRow(org.state, 'PermissionSet', { PermissionSetGroupId: group.Id })!.Id,
      PermissionSetGroupId: group.Id,
      AssigneeId: userNamed(org, 'mina').Id,
      IsActive: true,
    });
    expect(await outcomeFor('mina')).to.equal('Success');
    group['Status'] = 'Outdated';
    expect(await outcomeFor('mina')).to.equal('NoAccess');
  });

  for (const { honoured, app, serviceProvider } of [
    { honoured: 'app', app: 'Success', serviceProvider: 'NoAccess' },
    { honoured: 'service-provider', app: 'NoAccess', serviceProvider: 'Success' },
    { honoured: 'both', app: 'Success', serviceProvider: 'Success' },
  ] as const) {
    it(`asks for rows of the app or its service provider where the options say ${honoured}`, async () => {
      await start({ accessHonoured: honoured });
      grant(org, ownedSet(org, 'sam'), appId(org));
      grant(org, ownedSet(org, 'mina'), serviceProviderId(org));
      expect(await outcomeFor('sam')).to.equal(app);
      expect(await outcomeFor('mina')).to.equal(serviceProvider);
    });
  }
});
