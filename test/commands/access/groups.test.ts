import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessCheck from '../../../plugin/commands/frontline/access/check.ts';
import AccessList from '../../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import type { UserAccessResult } from '../../../plugin/terminal/texts/access-result.ts';
import { findRow, findRows, insertRow } from '../../org/database/rows.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { deployed, metadataXml } from '../../org/metadata/samples.ts';
import { REALM_SID, startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';
import { whoHasAccess } from '../../support/who-has-access.ts';

const SET = 'Twilio_Frontline_Agent';
const SAM = ['--user', 'sam@example.test'];

describe('access through a permission set group', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg();
    await group(SET);
    assignGroup('sam@example.test');
  });

  afterEach(() => org.stop());

  async function group(...permissionSets: string[]): Promise<void> {
    const inside = permissionSets.map((name) => `<permissionSets>${name}</permissionSets>`).join('');
    await deployed(org.state, {
      'permissionsetgroups/Sales.permissionsetgroup': metadataXml(
        'PermissionSetGroup',
        `<label>Sales team</label>${inside}`,
      ),
    });
  }

  function assignGroup(username: string): void {
    const { Id: PermissionSetGroupId } = findRow(org.state, 'PermissionSetGroup', { DeveloperName: 'Sales' })!;
    insertRow(org.state, 'PermissionSetAssignment', {
      AssigneeId: findRow(org.state, 'User', { Username: username })!.Id,
      PermissionSetGroupId,
      PermissionSetId: findRow(org.state, 'PermissionSet', { PermissionSetGroupId })!.Id,
      IsActive: true,
    });
  }

  function hasSetAlone(username: string): boolean {
    return (
      findRow(org.state, 'PermissionSetAssignment', {
        PermissionSetId: findRow(org.state, 'PermissionSet', { Name: SET })!.Id,
        AssigneeId: findRow(org.state, 'User', { Username: username })!.Id,
      }) !== undefined
    );
  }

  it('is checked as any other, and the group is named', async () => {
    const run = await runCommand(AccessCheck, org, ...SAM);
    expect(resultOf(run)[0]).to.deep.include({
      answer: 'yes',
      reason: 'has-access',
      by: [{ kind: 'permission-set', name: SET, group: 'Sales team' }],
      groups: ['Sales team'],
    });
    expect(run.stdout).to.include('through group Sales team');
    expect(run.exitCode).to.equal(0);
  });

  it('is listed with the group, and a user who has it twice is one user', async () => {
    insertRow(org.state, 'PermissionSetAssignment', {
      AssigneeId: findRow(org.state, 'User', { Username: 'sam@example.test' })!.Id,
      PermissionSetId: findRow(org.state, 'PermissionSet', { Name: SET })!.Id,
      IsActive: true,
    });
    const users = resultOf(await runCommand(AccessList, org, '--users')) as UserAccessResult[];
    expect(users.map(({ username, by }) => [username, by.map((one) => one.group)])).to.deep.equal([
      ['admin@example.test', [undefined]],
      ['sam@example.test', [undefined, 'Sales team']],
    ]);
  });

  it('is not given once more, neither by assign nor by deploy', async () => {
    const run = await runCommand(AccessAssign, org, ...SAM);
    expect(resultOf(run).users).to.deep.include({ granted: [] });
    expect(resultOf(run).users?.already[0]?.by[0]).to.include({ name: SET, group: 'Sales team' });
    expect(run.stdout).to.include(
      `sam@example.test could already sign in, by permission set ${SET} through group Sales team.`,
    );
    const { changes } = resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...SAM));
    expect(changes.at(-1)).to.include({ step: 'users', action: 'keep' });
    expect(hasSetAlone('sam@example.test')).to.equal(false);
  });

  it('is named as what a user keeps whose permission set is revoked', async () => {
    const { users } = resultOf(await runCommand(AccessRevoke, org, ...SAM));
    expect(users?.already.map(({ username }) => username)).to.deep.equal(['sam@example.test']);
    expect(users?.stillIn.map(({ username }) => username)).to.deep.equal(['sam@example.test']);
  });

  it('counts in the check of a user, whose sign-in it opens', async () => {
    const { check } = await verify(org, '--username', 'sam@example.test');
    expect(check('user.access')).to.include({
      status: 'pass',
      actual: `by permission set ${SET} through group Sales team`,
    });
  });

  it('is none where no permission set of the group has access', async () => {
    await group('Service_Agent');
    expect(resultOf(await runCommand(AccessCheck, org, ...SAM))[0]).to.deep.include({
      answer: 'no',
      reason: 'no-access',
      groups: [],
    });
  });

  for (const [situation, prepare] of [
    ['has yet to calculate', () => (findRow(org.state, 'PermissionSetGroup', {})!['Status'] = 'Outdated')],
    [
      'does not show',
      () =>
        org.inject({
          operation: /FROM PermissionSetGroupComponent/,
          times: -1,
          action: { kind: 'status', status: 400, body: '[{"errorCode":"INVALID_TYPE","message":"no"}]' },
        }),
    ],
  ] as const) {
    it(`is not known of a group that the org ${situation}`, async () => {
      prepare();
      const run = await runCommand(AccessCheck, org, ...SAM);
      expect(resultOf(run)[0]).to.deep.include({ answer: 'unknown', reason: 'group', groups: ['Sales team'] });
      expect(run.exitCode).to.equal(5);
      const { warned } = await verify(org, '--username', 'sam@example.test');
      expect(warned).to.include('user.access');
      const list = await runCommand(AccessList, org, '--users');
      expect((resultOf(list) as UserAccessResult[]).map(({ username }) => username)).to.deep.equal([
        'admin@example.test',
      ]);
      expect(resultOf(await runCommand(AccessAssign, org, ...SAM)).users?.granted).to.have.length(1);
    });
  }

  it('is no grant of its own, even if the org lists it as one', async () => {
    const own = findRow(org.state, 'PermissionSet', { Type: 'Group' })!;
    const [grant] = findRows(org.state, 'SetupEntityAccess');
    insertRow(org.state, 'SetupEntityAccess', { ...grant, Id: org.state.newId('0J0'), ParentId: own.Id });
    expect(await whoHasAccess(org)).to.deep.equal(['System Administrator', 'Twilio Frontline Agent']);
    expect(resultOf(await runCommand(AccessAssign, org, '--user', 'mina@example.test')).users?.granted).to.have.length(
      1,
    );
  });
});

describe('a permission set with a license', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg();
  });

  afterEach(() => org.stop());

  function giveLicense(set: string, licenseId: string): void {
    findRow(org.state, 'PermissionSet', { Name: set })!['LicenseId'] = licenseId;
  }

  it('is given to nobody if a user has another user license, and nothing is changed', async () => {
    giveLicense(SET, findRow(org.state, 'UserLicense', { Name: 'Salesforce' })!.Id);
    org.clearLog();
    const flags = [...SAM, '--user', 'lee@example.test'];
    for (const error of [
      errorOf(await runCommand(AccessAssign, org, ...flags, '--profile', 'Standard User')),
      errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags)),
    ]) {
      expect(error).to.include({ name: 'UsersNotLicensedError', exitCode: 1 });
      expect(error.message).to.include('lee@example.test (Salesforce Platform)').and.not.include('sam@');
    }
    expect(org.log.filter(({ method, path }) => method === 'POST' && !path.includes('/Soap/'))).to.deep.equal([]);
    expect(resultOf(await runCommand(AccessAssign, org, ...SAM)).users?.granted).to.have.length(1);
  });

  it('is given to all users whom it takes, in all requests, and every refusal is told', async () => {
    const { Id } = insertRow(org.state, 'PermissionSetLicense', { DeveloperName: 'Agents', MasterLabel: 'Agents' });
    giveLicense(SET, Id);
    const { ProfileId = null } = findRow(org.state, 'User', { Username: 'sam@example.test' })!;
    const usernames = Array.from({ length: 250 }, (_, index) => `agent${index}@example.test`);
    usernames.forEach((Username, index) => {
      const user = insertRow(org.state, 'User', { Username, Name: Username, IsActive: true, ProfileId });
      if (index !== 3 && index !== 240) {
        insertRow(org.state, 'PermissionSetLicenseAssign', { PermissionSetLicenseId: Id, AssigneeId: user.Id });
      }
    });
    const flags = usernames.flatMap((username) => ['--user', username]);
    const error = errorOf(await runCommand(AccessAssign, org, ...flags));
    expect(error.name).to.equal('UsersNotAssignedError');
    expect(error.message).to.include('"agent3@example.test"').and.include('"agent240@example.test"');
    expect(error.message.match(/Can't assign permission set/g)).to.have.length(2);
    expect((error.data as { refusals: object[] }).refusals).to.have.length(2);
    const list = resultOf(await runCommand(AccessList, org, '--users'));
    expect(list).to.have.length(249);
  });
});
