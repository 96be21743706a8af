import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessCheck from '../../../plugin/commands/frontline/access/check.ts';
import AccessList from '../../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import type { UserAccessResult } from '../../../plugin/terminal/texts/access-result.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, insertRow } from '../../org/database/rows.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';

const SET = 'Twilio_Frontline_Agent';

describe('access of users', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'users-'));
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', 'JB0123456789abcdef0123456789abcdef'));
  });

  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true });
  });

  async function answers(...flags: string[]): Promise<string[]> {
    const result = resultOf(await runCommand(AccessCheck, org, ...flags));
    return result.map(({ username, answer, reason }) => `${username}: ${answer}, ${reason}`);
  }

  function assignedTo(username: string): boolean {
    const set = findRow(org.state, 'PermissionSet', { Name: SET })!.Id;
    const user = findRow(org.state, 'User', { Username: username })!.Id;
    return findRow(org.state, 'PermissionSetAssignment', { PermissionSetId: set, AssigneeId: user }) !== undefined;
  }

  describe('is checked', () => {
    it('with a reason for each user, and the command that helps those who have none', async () => {
      const users = ['admin@example.test', 'sam@example.test', 'gone@example.test', 'sma@example.test'];
      const run = await runCommand(AccessCheck, org, ...users.flatMap((user) => ['--user', user]));
      expect(resultOf(run).map(({ answer, reason }) => `${answer}, ${reason}`)).to.deep.equal([
        'yes, has-access',
        'no, no-access',
        'no, inactive',
        'no, no-such-user',
      ]);
      expect(resultOf(run)[3]?.nearest).to.deep.equal(['sam@example.test']);
      expect(run.stdout).to.include('1 of 4 users have access to Twilio_Frontline.');
      expect(run.stdout).to.include('sf frontline access assign');
      expect(run.stdout).to.include('--user sam@example.test');
      expect(run.exitCode).to.equal(1);
    });

    it('with a command that gives access to profiles, if no permission set has access', async () => {
      resultOf(await runCommand(AccessRevoke, org, '--permission-set', SET, '--no-prompt'));
      const run = await runCommand(AccessCheck, org, '--user', 'sam@example.test', '--user', 'pat@example.test');
      expect(run.stdout).to.include('--profile "Standard User" --profile "Minimum Access - Salesforce"');
      resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
      expect(await answers('--user', 'sam@example.test')).to.deep.equal(['sam@example.test: yes, has-access']);
    });

    it('and ends with 0 if all have access, whatever the case of the names, and each named once', async () => {
      const run = await runCommand(AccessCheck, org, '--user', 'Admin@Example.test', '--user', 'admin@example.test');
      expect(resultOf(run).map(({ username }) => username)).to.deep.equal(['Admin@Example.test']);
      expect(run.exitCode).to.equal(0);
    });

    it('for the users of a file, with one name a line or in a column of a CSV file', async () => {
      const path = join(folder, 'users');
      for (const text of [
        'sam@example.test\r\n\r\nadmin@example.test\n',
        '\uFEFFName,Username,Email\n"Vendor, Sam",sam@example.test,x@example.test\nAda,admin@example.test,\n',
        'USER NAME;Id\nsam@example.test;1\nadmin@example.test;2',
        'sam@example.test\t1\nadmin@example.test\t2',
      ]) {
        await writeFile(path, text);
        expect(await answers('--users-file', path), text).to.deep.equal([
          'sam@example.test: no, no-access',
          'admin@example.test: yes, has-access',
        ]);
      }
    });

    it('for nobody if a file or the flags name no user', async () => {
      const path = join(folder, 'users');
      expect(errorOf(await runCommand(AccessCheck, org))).to.include({ name: 'UsersMissingError', exitCode: 2 });
      expect(errorOf(await runCommand(AccessCheck, org, '--users-file', path))).to.include({
        name: 'UsersFileUnreadableError',
        exitCode: 2,
      });
      for (const text of ['', 'Ada\nSam', 'a "b\nc', 'Username\n']) {
        await writeFile(path, text);
        expect(errorOf(await runCommand(AccessCheck, org, '--users-file', path)), text).to.include({
          name: 'UsersFileInvalidError',
          exitCode: 2,
        });
      }
    });
  });

  describe('is given', () => {
    it('by the permission set that has access, once', async () => {
      const flags = ['--user', 'sam@example.test', '--user', 'admin@example.test'];
      const { users } = resultOf(await runCommand(AccessAssign, org, ...flags));
      expect(users?.granted.map(({ username }) => username)).to.deep.equal(['sam@example.test']);
      expect(users?.already.map(({ username }) => username)).to.deep.equal(['admin@example.test']);
      expect(users?.permissionSet.name).to.equal(SET);
      expect(assignedTo('sam@example.test')).to.equal(true);
      expect(await answers(...flags)).to.deep.equal([
        'sam@example.test: yes, has-access',
        'admin@example.test: yes, has-access',
      ]);
      expect(resultOf(await runCommand(AccessAssign, org, ...flags)).users?.granted).to.deep.equal([]);
    });

    for (const [situation, username, name] of [
      ['is unknown', 'sma@example.test', 'UsersNotFoundError'],
      ['is not active', 'gone@example.test', 'UsersInactiveError'],
    ] as const) {
      it(`to nobody if one ${situation}`, async () => {
        const flags = ['--user', 'sam@example.test', '--user', username, '--profile', 'Standard User'];
        const error = errorOf(await runCommand(AccessAssign, org, ...flags));
        expect(error).to.include({ name, exitCode: 1 });
        expect(error.message).to.include(username);
        expect(assignedTo('sam@example.test')).to.equal(false);
        expect(await answers('--user', 'sam@example.test')).to.deep.equal(['sam@example.test: no, no-access']);
      });
    }

    it('by the permission set that is named, which gets access too', async () => {
      const flags = ['--user', 'sam@example.test', '--permission-set', 'Service_Agent'];
      const { granted, users } = resultOf(await runCommand(AccessAssign, org, ...flags));
      expect(granted.map(({ name }) => name)).to.deep.equal(['Service_Agent']);
      expect(users?.permissionSet.name).to.equal('Service_Agent');
      expect(await answers('--user', 'sam@example.test')).to.deep.equal(['sam@example.test: yes, has-access']);
    });

    it('to nobody if several permission sets have access and none is named', async () => {
      resultOf(await runCommand(AccessAssign, org, '--permission-set', 'Service_Agent'));
      const error = errorOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
      expect(error).to.include({ name: 'AgentSetUnclearError', exitCode: 1 });
      expect(error.message).to.include('Service_Agent').and.to.include(SET);
    });

    it('to nobody if no permission set has access', async () => {
      resultOf(await runCommand(AccessRevoke, org, '--permission-set', SET, '--no-prompt'));
      const error = errorOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
      expect(error).to.include({ name: 'AgentSetUnclearError', exitCode: 1 });
      expect(error.actions?.join(' ')).to.include('--permission-set Twilio_Frontline_Agent');
    });
  });

  describe('is given by deploy', () => {
    const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

    beforeEach(async () => {
      await org.stop();
      org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    });

    it('with the setup, as its plan says, and a second run has nothing to do', async () => {
      const flags = [...REALM, '--user', 'sam@example.test', '--user', 'admin@example.test'];
      const preview = await runCommand(SsoPreview, org, ...flags);
      expect(preview.stdout).to.match(/\+ users\s+sam@example\.test\s+by the permission set Twilio_Frontline_Agent/);
      const first = await deployed(...flags);
      expect(first.outcome).to.equal('changed');
      expect(first.changes.at(-1)).to.include({ step: 'users', action: 'create', target: 'sam@example.test' });
      expect(assignedTo('sam@example.test')).to.equal(true);
      const again = await deployed(...flags);
      expect(again.outcome).to.equal('unchanged');
      expect(again.changes.at(-1)).to.include({ step: 'users', action: 'keep', target: '2 users' });
    });

    it('by the permission set that the flags name', async () => {
      await deployed(...REALM, '--permission-set', 'Service agent', '--user', 'sam@example.test');
      expect(await answers('--user', 'sam@example.test')).to.deep.equal(['sam@example.test: yes, has-access']);
    });

    for (const [situation, flags, name] of [
      ['a user is unknown', ['--user', 'sma@example.test'], 'UsersNotFoundError'],
      ['a user is not active', ['--user', 'gone@example.test'], 'UsersInactiveError'],
      ['no permission set gets access', ['--user', 'sam@example.test', '--profile', 'Admin'], 'AgentSetUnclearError'],
    ] as const) {
      it(`to nobody, and changes nothing, if ${situation}`, async () => {
        const error = errorOf(await runCommand(SsoDeploy, org, ...REALM, ...flags));
        expect(error).to.include({ name, exitCode: 1 });
        expect(org.log.filter(({ method, path }) => method === 'POST' && !path.includes('/Soap/'))).to.deep.equal([]);
      });
    }

    it('by the next run if a run was stopped before', async () => {
      const flags = [...REALM, '--user', 'sam@example.test'];
      const refused = { kind: 'status', status: 403, body: '[]' } as const;
      const fault = org.inject({ operation: 'POST composite/sobjects', skip: 1, times: -1, action: refused });
      errorOf(await runCommand(SsoDeploy, org, ...flags));
      fault.remove();
      const { changes } = await deployed(...flags);
      expect(changes.filter(({ action }) => action !== 'keep').map(({ step }) => step)).to.deep.equal(['users']);
      expect(assignedTo('sam@example.test')).to.equal(true);
    });

    async function deployed(...flags: string[]): Promise<SsoDeployResult> {
      return resultOf(await runCommand(SsoDeploy, org, ...flags));
    }
  });

  describe('is revoked', () => {
    it('from those who have the permission set, which keeps its access', async () => {
      resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
      const flags = ['--user', 'sam@example.test', '--user', 'pat@example.test'];
      const { users } = resultOf(await runCommand(AccessRevoke, org, ...flags));
      expect(users?.revoked.map(({ username }) => username)).to.deep.equal(['sam@example.test']);
      expect(users?.already.map(({ username }) => username)).to.deep.equal(['pat@example.test']);
      expect(assignedTo('sam@example.test')).to.equal(false);
      resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test'));
      expect(assignedTo('sam@example.test')).to.equal(true);
    });

    it('and who keeps it by something else is named', async () => {
      const run = await runCommand(AccessRevoke, org, '--user', 'admin@example.test');
      expect(resultOf(run).users?.stillIn.map(({ username }) => username)).to.deep.equal(['admin@example.test']);
      expect(run.stderr).to.include('profile System Administrator');
    });

    it('from a user or from a profile, not from both at once', async () => {
      const flags = ['--user', 'admin@example.test', '--profile', 'Admin'];
      expect(errorOf(await runCommand(AccessRevoke, org, ...flags)).exitCode).to.equal(2);
    });
  });

  it('is listed with what gives it, for active users, and nobody else', async () => {
    resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test', '--user', 'pat@example.test'));
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    const run = await runCommand(AccessList, org, '--users');
    const users = resultOf(run) as UserAccessResult[];
    expect(users.map(({ username, by }) => `${username}: ${by.map(({ name }) => name).join(', ')}`)).to.deep.equal([
      'admin@example.test: System Administrator',
      'pat@example.test: Twilio_Frontline_Agent',
      'sam@example.test: Standard User, Twilio_Frontline_Agent',
    ]);
    expect(run.stdout).to.include('3 active users have access.').and.include('permission set Twilio_Frontline_Agent');
  });

  it('is listed as nobody, with the command that gives it', async () => {
    resultOf(await runCommand(AccessRevoke, org, '--profile', 'Admin', '--permission-set', SET, '--no-prompt'));
    const run = await runCommand(AccessList, org, '--users');
    expect(resultOf(run)).to.deep.equal([]);
    expect(run.stderr).to.include('sf frontline access assign');
  });

  it('is given to many in requests of 200, and a second run does what a stopped one has left', async () => {
    const usernames = addAgents(450);
    const path = join(folder, 'users');
    await writeFile(path, usernames.join('\n'));
    const refused = { kind: 'status', status: 403, body: '[]' } as const;
    const fault = org.inject({ operation: 'POST composite/sobjects', skip: 1, times: -1, action: refused });
    errorOf(await runCommand(AccessAssign, org, '--users-file', path));
    fault.remove();
    const given = usernames.filter(assignedTo);
    expect(given).to.have.length(200);
    org.clearLog();
    const { users } = resultOf(await runCommand(AccessAssign, org, '--users-file', path));
    expect(users?.granted).to.have.length(250);
    expect(users?.already).to.have.length(200);
    expect(org.log.filter(({ operation }) => operation === 'POST composite/sobjects')).to.have.length(2);
    expect(usernames.every(assignedTo)).to.equal(true);
  });

  function addAgents(count: number): string[] {
    const { ProfileId = null } = findRow(org.state, 'User', { Username: 'sam@example.test' })!;
    const usernames = Array.from({ length: count }, (_, index) => `agent${index}@example.test`);
    usernames.forEach((Username) =>
      insertRow(org.state, 'User', { Username, Name: Username, IsActive: true, ProfileId }),
    );
    return usernames;
  }
});
