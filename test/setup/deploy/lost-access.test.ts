import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { deleteRow, findRow, findRows, insertRow } from '../../org/database/rows.ts';
import { REALM_SID, startDeployedOrg } from '../../support/deployed-org.ts';
import { whoHasAccess as labelsWithAccess } from '../../support/who-has-access.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', REALM_SID];
const EVERYBODY = ['Standard User', 'System Administrator', 'Twilio Frontline Agent'];

/** An external client app that is deployed again gets another id, and its grants stay with the one of before. */
describe('access to an app that gets another id', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg({ identityProvider: 'off', connectedAppCreation: 'blocked' });
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
  });
  afterEach(() => org.stop());

  function redeploy(email = 'new@example.test'): ReturnType<typeof runCommand<unknown>> {
    return runCommand<unknown>(SsoDeploy, org, ...REALM, '--contact-email', email);
  }

  function refuseGrants(): void {
    const body = JSON.stringify([{ errorCode: 'FIELD_INTEGRITY_EXCEPTION', message: 'no' }]);
    org.inject({
      path: /composite\/sobjects/,
      method: 'POST',
      action: { kind: 'status', status: 400, contentType: 'application/json', body },
    });
  }

  async function whoHasAccess(): Promise<string[]> {
    return (await labelsWithAccess(org)).sort();
  }

  /** Grants that name an id which no app has (any more). */
  function orphans(): number {
    const ids = findRows(org.state, 'ExternalClientApplication').map(({ Id }) => Id);
    return findRows(org.state, 'SetupEntityAccess').filter(({ SetupEntityId }) => !ids.includes(String(SetupEntityId)))
      .length;
  }

  /** One more app that somebody else deployed again, in whose place grants stayed. */
  function addOrphan(profile: string): void {
    const { Id: owner = '' } = findRow(org.state, 'Profile', { Name: profile }) ?? {};
    const { Id: parent = '' } = findRow(org.state, 'PermissionSet', { ProfileId: owner }) ?? {};
    insertRow(org.state, 'SetupEntityAccess', {
      ParentId: parent,
      SetupEntityId: org.state.newId('0xI'),
      SetupEntityType: 'ExternalClientApplication',
    });
  }

  function accessIn(run: CommandRun<unknown>): string[] {
    const { changes } = resultOf(run) as { changes: Array<{ step: string; action: string; target: string }> };
    return changes.filter(({ step, action }) => step === 'access' && action === 'create').map(({ target }) => target);
  }

  it('is given again, or named with the command that gives it if the org refuses', async () => {
    resultOf(await redeploy());
    expect([await whoHasAccess(), orphans()]).to.deep.equal([EVERYBODY, 0]);
    refuseGrants();
    const error = errorOf(await redeploy('newer@example.test'));
    expect(error.name).to.equal('AccessNotKeptError');
    expect(error.message).to.contain('FIELD_INTEGRITY_EXCEPTION');
    const command =
      /sf frontline access assign --target-org \S+ (.*)$/m.exec(error.actions?.join('\n') ?? '')?.[1] ?? '';
    expect(command).to.contain('--profile "Standard User"').and.contain('--permission-set Twilio_Frontline_Agent');
    const flags = [...command.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole);
    resultOf(await runCommand(AccessAssign, org, ...flags));
    expect(await whoHasAccess()).to.deep.equal(EVERYBODY);
  });

  it('is planned and given by the next run, also to principals that no flag and no source names', async () => {
    refuseGrants();
    errorOf(await redeploy());
    const preview = await runCommand<unknown>(SsoPreview, org, ...REALM);
    expect(accessIn(preview)).to.include('profile Standard User');
    expect(preview.stdout).to.match(/\+ access +profile Standard User\n +it had access to this app under its old id /);
    expect(accessIn(await redeploy())).to.include('profile Standard User');
    expect([await whoHasAccess(), orphans()]).to.deep.equal([EVERYBODY, 0]);
  });

  it('is given by the next run that gives the app one more id', async () => {
    refuseGrants();
    errorOf(await redeploy());
    resultOf(await redeploy('newer@example.test'));
    expect([await whoHasAccess(), orphans()]).to.deep.equal([EVERYBODY, 0]);
  });

  const answerOnApps = (status: number, answer: object): void => {
    const body = JSON.stringify(answer);
    const action = { kind: 'status', status, contentType: 'application/json', body } as const;
    org.inject({ path: /tooling\/query/, times: -1, action });
  };
  const doubts: Array<[string, () => void]> = [
    ['more than one earlier id', () => addOrphan('Marketing User')],
    [
      'an org that does not list its apps',
      () => answerOnApps(400, [{ errorCode: 'INVALID_TYPE', message: 'not supported' }]),
    ],
    [
      'an org that does not list all of its apps',
      () => answerOnApps(200, { size: 0, totalSize: 0, done: true, records: [] }),
    ],
  ];
  for (const [doubt, make] of doubts) {
    it(`is not given in case of doubt, but named, if there is ${doubt}`, async () => {
      refuseGrants();
      errorOf(await redeploy());
      make();
      const run = await runCommand<unknown>(SsoPreview, org, ...REALM);
      expect(accessIn(run)).to.have.members(['profile System Administrator', 'permission set Twilio_Frontline_Agent']);
      const words = run.stderr.replace(/[^\w"-]+/g, ' ');
      expect(words).to.match(/access assign .*--app-type external-client-app .*--profile "Standard User"/);
    });
  }

  it('is not given back to those whose access was revoked, whatever grants other apps have left', async () => {
    addOrphan('Marketing User');
    resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User', '--no-prompt'));
    expect(accessIn(await redeploy())).to.deep.equal([]);
    expect(await whoHasAccess()).to.deep.equal(['System Administrator', 'Twilio Frontline Agent']);
  });

  it('is not mistaken for access to another app that was deleted', async () => {
    const sets = ['--permission-set', 'Twilio_Frontline_Agent', '--profile', 'System Administrator'];
    resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User', ...sets, '--no-prompt'));
    addOrphan('Marketing User');
    const run = await redeploy();
    expect(accessIn(run)).to.have.members(['profile System Administrator', 'permission set Twilio_Frontline_Agent']);
    expect(run.stderr.replace(/\s+/g, ' ')).to.contain('--profile "Marketing User"');
    expect(orphans()).to.equal(1);
  });

  it('needs no further request as long as anybody has access', async () => {
    addOrphan('Marketing User');
    org.clearLog();
    resultOf(await runCommand<unknown>(SsoDeploy, org, ...REALM));
    expect(org.log.filter(({ operation }) => operation.includes('SetupEntityAccess'))).to.have.length(1);
    expect(org.log.filter(({ operation }) => operation.includes('tooling'))).to.have.length(1);
    // Two of them are for the users who have access: one for the groups, and one for the number.
    expect(org.log).to.have.length(16);
  });

  it('is no longer remembered once the app is deleted', async () => {
    refuseGrants();
    errorOf(await redeploy());
    resultOf(await runCommand(SsoDelete, org, '--no-prompt'));
    expect(orphans()).to.equal(0);
    resultOf(await redeploy());
    expect(await whoHasAccess()).to.deep.equal(['System Administrator', 'Twilio Frontline Agent']);
  });

  it('is left to the user, if the org keeps no grants of an earlier id', async () => {
    refuseGrants();
    const error = errorOf(await redeploy());
    expect(error.actions?.join()).to.contain('"Standard User"');
    findRows(org.state, 'SetupEntityAccess').forEach(({ Id }) => deleteRow(org.state, 'SetupEntityAccess', Id));
    expect(accessIn(await redeploy())).to.not.include('profile Standard User');
  });
});
