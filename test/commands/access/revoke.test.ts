import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessRevoke, { type AccessRevokeResult } from '../../../plugin/commands/frontline/access/revoke.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';
import { typing } from '../../support/typed-answers.ts';
import { whoHasAccess } from '../../support/who-has-access.ts';

const SET = 'Twilio_Frontline_Agent';

describe('access revoke', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startDeployedOrg();
  });

  afterEach(() => org.stop());

  /** Runs the command at a terminal, where every question is answered in the same way. */
  async function answering(
    answer: boolean,
    ...flags: string[]
  ): Promise<{ run: CommandRun<AccessRevokeResult>; questions: string[] }> {
    const questions: string[] = [];
    class AtTerminal extends AccessRevoke {
      public override confirm({ message }: { message: string }): Promise<boolean> {
        questions.push(message);
        return Promise.resolve(answer);
      }
    }
    const terminal = typing();
    try {
      return { run: await runCommand(AtTerminal, org, ...flags), questions };
    } finally {
      terminal.leave();
    }
  }

  it('asks before users lose access, and says how many', async () => {
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User', '--user', 'mina@example.test'));
    resultOf(await runCommand(AccessAssign, org, '--user', 'pat@example.test'));
    const { run, questions } = await answering(false, '--permission-set', SET);
    expect(questions).to.deep.equal(['Access to the app is lost by 2 active users. Continue']);
    expect(resultOf(run)).to.deep.equal({ revoked: [], already: [] });
    expect(run.stdout).to.include('Nothing was changed.');
    expect(await whoHasAccess(org)).to.include('Twilio Frontline Agent');
    const agreed = await answering(true, '--permission-set', SET);
    expect(resultOf(agreed.run).revoked.map(({ name }) => name)).to.deep.equal([SET]);
    expect(await whoHasAccess(org)).to.deep.equal(['Standard User', 'System Administrator']);
  });

  it('asks nothing if nobody loses access: nobody has it, or something else gives it', async () => {
    resultOf(await runCommand(AccessAssign, org, '--permission-set', 'Service_Agent'));
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    resultOf(await runCommand(AccessAssign, org, '--user', 'sam@example.test', '--permission-set', 'Service_Agent'));
    expect((await answering(false, '--permission-set', SET)).questions).to.deep.equal([]);
    expect((await answering(false, '--permission-set', 'Service_Agent')).questions).to.deep.equal([]);
    expect((await answering(false, '--profile', 'Marketing User')).questions).to.deep.equal([]);
    expect(await whoHasAccess(org)).to.deep.equal(['Standard User', 'System Administrator']);
  });

  it('asks before the last access is revoked, even if nobody uses it', async () => {
    expect((await answering(true, '--profile', 'Admin')).questions).to.deep.equal([
      'Access to the app is lost by 1 active user. Continue',
    ]);
    expect((await answering(true, '--permission-set', SET)).questions).to.deep.equal([
      'This revokes the last access to the app, so nobody can sign in any more. It is lost by 0 active users. Continue',
    ]);
    expect(await whoHasAccess(org)).to.deep.equal([]);
  });

  it('does not take an unknown number for none', async () => {
    const body = '[{"errorCode":"INVALID_TYPE","message":"no"}]';
    org.inject({ operation: /COUNT_DISTINCT/, times: -1, action: { kind: 'status', status: 400, body } });
    const { questions } = await answering(false, '--permission-set', SET);
    expect(questions).to.deep.equal(['Access to the app is lost by users whose number is not known. Continue']);
  });

  it('ends with an error where nobody can be asked, and changes nothing', async () => {
    for (const flags of [[], ['--json']]) {
      const error = errorOf(
        await runCommand(AccessRevoke, org, '--profile', 'Admin', '--permission-set', SET, ...flags),
      );
      expect(error).to.deep.include({
        name: 'RevokeNotConfirmedError',
        exitCode: 1,
        data: { lastAccess: true, users: 1 },
      });
      expect(error.actions?.join(' ')).to.include('--no-prompt');
    }
    expect(await whoHasAccess(org)).to.have.length(2);
  });

  it('asks nobody and counts nobody with --no-prompt', async () => {
    org.clearLog();
    const { run, questions } = await answering(false, '--profile', 'Admin', '--no-prompt');
    expect(resultOf(run).revoked).to.have.length(1);
    expect(questions).to.deep.equal([]);
    expect(org.log.filter(({ operation }) => operation.includes('COUNT_DISTINCT'))).to.deep.equal([]);
  });

  it('asks nothing about users that are named', async () => {
    const { run, questions } = await answering(false, '--user', 'sam@example.test');
    resultOf(run);
    expect(questions).to.deep.equal([]);
  });
});
