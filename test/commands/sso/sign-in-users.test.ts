import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../../plugin/commands/frontline/sso/export.ts';
import { deleteRow, findRow, insertRow } from '../../org/database/rows.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { Fault } from '../../org/faults/fault.ts';
import { deployed, metadataXml } from '../../org/metadata/samples.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';
import { typing, type FakeTerminal } from '../../support/typed-answers.ts';

const REALM = ['--realm-sid', REALM_SID];
const SET = 'Twilio_Frontline_Agent';

/** In one line, without the marks of a warning. */
const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').replaceAll(' › ', ' ');

describe('the number of users who can sign in', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-in-users-'));
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
  });

  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true });
  });

  const setUp = (...flags: string[]): Promise<CommandRun<SsoDeployResult>> =>
    runCommand(SsoDeploy, org, ...REALM, ...flags);
  const command = (rest: string): string =>
    `sf frontline access assign --target-org ${org.state.organizationId.slice(0, 15)} ${rest}`;
  const refuse = (fault: Pick<Fault, 'operation'>): void => {
    const body = '[{"errorCode":"MALFORMED_QUERY","message":"no"}]';
    org.inject({ ...fault, times: -1, action: { kind: 'status', status: 400, body } });
  };

  it('is told with the command that gives agents access, if the only one is an administrator', async () => {
    const run = await setUp('--verify', '--output-dir', folder);
    expect(resultOf(run).signInUsers).to.deep.equal({ total: 1, administrators: 1 });
    const sentence = `No agent can sign in yet: the only active user with access is an administrator. Give agents access: ${command("--user '<username>'")}`;
    expect(inOneLine(run.stderr)).to.include(sentence);
    expect(run.stdout.trimEnd().split('\n').at(-1), 'the last word').to.equal(sentence);
    expect(inOneLine(await page()))
      .to.include('No agent can sign in yet')
      .and.match(/&(?:lt|#60|#x3c);username/i);
  });

  it('is told where agents are among them, in deploy, display, export and on the page', async () => {
    const run = await setUp('--user', 'sam@example.test', '--output-dir', folder);
    expect(resultOf(run).signInUsers).to.deep.equal({ total: 2, administrators: 1 });
    const sentence = '2 active users have access, administrators among them: 1.';
    expect(run.stdout).to.include(sentence);
    expect(await page()).to.include(sentence);
    const display = await runCommand(SsoDisplay, org);
    expect(resultOf(display).signInUsers).to.deep.equal({ total: 2, administrators: 1 });
    expect(display.stdout.indexOf(sentence)).to.equal(0);
    expect((await runCommand(SsoExport, org)).stdout.indexOf(sentence)).to.equal(0);
    expect(run.stderr).not.to.include('No agent');
  });

  it('is told by a run that changes nothing', async () => {
    await setUp('--user', 'sam@example.test');
    const { outcome, signInUsers } = resultOf(await setUp());
    expect({ outcome, signInUsers }).to.deep.equal({
      outcome: 'unchanged',
      signInUsers: { total: 2, administrators: 1 },
    });
  });

  it('counts each user once, whatever gives access, and nobody who is not active', async () => {
    await setUp('--user', 'sam@example.test', '--user', 'pat@example.test');
    await group();
    for (const username of ['sam@example.test', 'lee@example.test', 'gone@example.test']) {
      assignGroup(username);
    }
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    expect(await shownUsers()).to.deep.equal({ total: 4, administrators: 1 });
    findRow(org.state, 'PermissionSetGroup', {})!['Status'] = 'Outdated';
    expect(await shownUsers()).to.deep.equal({ total: 3, administrators: 1 });
  });

  it('counts every profile that may modify all data as administrators, whatever its name', async () => {
    await setUp('--user', 'mina@example.test', '--user', 'pat@example.test');
    const { ProfileId = null } = findRow(org.state, 'User', { Username: 'mina@example.test' })!;
    findRow(org.state, 'PermissionSet', { ProfileId })!['PermissionsModifyAllData'] = true;
    expect(await shownUsers()).to.deep.equal({ total: 3, administrators: 2 });
  });

  it('is told for several administrators, and for nobody with a profile to name', async () => {
    await setUp();
    const { ProfileId = null, Id } = findRow(org.state, 'User', { Username: 'admin@example.test' })!;
    const second = insertRow(org.state, 'User', { Username: 'b@example.test', IsActive: true, ProfileId });
    const own = findRow(org.state, 'PermissionSetAssignment', { AssigneeId: Id })!;
    insertRow(org.state, 'PermissionSetAssignment', { ...own, Id: org.state.newId('0Pa'), AssigneeId: second.Id });
    expect(inOneLine((await runCommand(SsoDisplay, org)).stderr)).to.include('all 2 active users with access');
    for (const { Id: id } of [...org.state.rows.get('SetupEntityAccess')!]) {
      deleteRow(org.state, 'SetupEntityAccess', id);
    }
    const display = await runCommand(SsoDisplay, org);
    expect(resultOf(display).signInUsers).to.deep.equal({ total: 0, administrators: 0 });
    expect(inOneLine(display.stderr)).to.include(
      `Nobody can sign in yet: no active user has access. Give agents access: ${command("--profile '<profile>'")}`,
    );
  });

  for (const [situation, fault] of [
    ['the users', { operation: /COUNT_DISTINCT/ }],
    ['the groups', { operation: /FROM PermissionSetGroupComponent/ }],
  ] as const) {
    it(`is not known, and not 0, where the org does not show ${situation}`, async () => {
      refuse(fault);
      const run = await setUp('--user', 'sam@example.test');
      expect(resultOf(run)).not.to.have.property('signInUsers');
      expect(inOneLine(run.stderr)).to.include('It is not known how many active users have access');
      expect(run.stderr).not.to.include('No agent');
      expect(resultOf(await runCommand(SsoDisplay, org))).not.to.have.property('signInUsers');
    });
  }

  it('is read by one query in each look at the org, and by none in a plan', async () => {
    await setUp();
    const counts = org.log.filter(({ operation }) => operation.includes('COUNT_DISTINCT'));
    // The org has no app when it is looked at first.
    expect(counts).to.have.length(1);
  });

  async function page(): Promise<string> {
    return readFile(join(folder, 'twilio-sso.html'), 'utf8');
  }

  async function shownUsers(): Promise<unknown> {
    return resultOf(await runCommand(SsoDisplay, org)).signInUsers;
  }

  async function group(): Promise<void> {
    const inside = `<label>Team</label><permissionSets>${SET}</permissionSets>`;
    await deployed(org.state, {
      'permissionsetgroups/Team.permissionsetgroup': metadataXml('PermissionSetGroup', inside),
    });
  }

  function assignGroup(username: string): void {
    const { Id: PermissionSetGroupId } = findRow(org.state, 'PermissionSetGroup', {})!;
    const { Id: AssigneeId, IsActive = false } = findRow(org.state, 'User', { Username: username })!;
    const PermissionSetId = findRow(org.state, 'PermissionSet', { PermissionSetGroupId })!.Id;
    insertRow(org.state, 'PermissionSetAssignment', { AssigneeId, PermissionSetId, PermissionSetGroupId, IsActive });
  }
});

describe('the question who the agents are', () => {
  let org: EmulatedOrg;
  let terminal: FakeTerminal | undefined;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
  });

  afterEach(async () => {
    terminal?.leave();
    terminal = undefined;
    await org.stop();
  });

  /** Runs a deploy at a terminal where the lines are typed. */
  async function answered(lines: string[], ...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    terminal = typing(...lines);
    try {
      return await runCommand(SsoDeploy, org, ...REALM, ...flags);
    } finally {
      terminal.leave();
      terminal = undefined;
    }
  }

  const isAsked = ({ stdout }: CommandRun<unknown>): boolean => stdout.includes('Who are the agents?');

  it('is asked once before the plan, which gives access to the users of the answer', async () => {
    const run = await answered([' sam@example.test, pat@example.test  Sam@Example.test']);
    expect(run.stdout.split('Who are the agents?')).to.have.length(2);
    expect(run.stdout.indexOf('Who are the agents?')).to.be.lessThan(run.stdout.indexOf('Plan for'));
    expect(run.stdout).to.match(/\+ users\s+2 users/);
    expect(resultOf(run).signInUsers).to.deep.equal({ total: 3, administrators: 1 });
    const again = await answered(['mina@example.test']);
    expect(isAsked(again)).to.equal(false);
    expect(resultOf(again).outcome).to.equal('unchanged');
  });

  it('takes a permission set, which gets access beside the others', async () => {
    const set = findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!.Id;
    const sam = findRow(org.state, 'User', { Username: 'sam@example.test' })!.Id;
    insertRow(org.state, 'PermissionSetAssignment', { PermissionSetId: set, AssigneeId: sam, IsActive: true });
    const run = await answered(['Service agent']);
    const access = resultOf(run).changes.filter(({ step }) => step === 'access');
    expect(access.map(({ target }) => target)).to.deep.equal([
      'profile System Administrator',
      'permission set Service_Agent',
      `permission set ${SET}`,
    ]);
    expect(resultOf(run).signInUsers).to.deep.equal({ total: 2, administrators: 1 });
    expect(resultOf(await answered([])).outcome).to.equal('unchanged');
  });

  it('may be left for later, and the end names the command', async () => {
    for (const answer of ['', 'later']) {
      const run = await answered([answer]);
      expect(isAsked(run)).to.equal(true);
      expect(inOneLine(run.stderr)).to.include('No agent can sign in yet').and.include('sf frontline access assign');
    }
  });

  it('changes nothing if the answer names nobody whom the org has', async () => {
    for (const [answer, name] of [
      ['sma@example.test', 'UsersNotFoundError'],
      ['Servce_Agent', 'PermissionSetNotFoundError'],
    ] as const) {
      expect(errorOf(await answered([answer])).name).to.equal(name);
    }
    expect(org.log.filter(({ operation }) => /deploy$/i.test(operation))).to.deep.equal([]);
  });

  for (const flags of [
    ['--no-prompt'],
    ['--json'],
    ['--dry-run'],
    ['--user', 'sam@example.test'],
    ['--profile', 'Admin'],
    ['--permission-set', SET],
  ]) {
    it(`is not asked with ${flags[0]}`, async () => {
      const run = await answered(['sam@example.test'], ...flags);
      resultOf(run);
      expect(isAsked(run)).to.equal(false);
    });
  }

  it('is not asked without a terminal, which is warned', async () => {
    const run = await runCommand(SsoDeploy, org, ...REALM);
    expect(isAsked(run)).to.equal(false);
    expect(inOneLine(run.stderr)).to.include("--user '<username>'");
  });

  it('is not asked where a profile of the source lets agents in', async () => {
    resultOf(await runCommand(SsoDeploy, org, ...REALM, '--profile', 'Standard User'));
    expect(isAsked(await answered(['x@example.test']))).to.equal(false);
  });
});
