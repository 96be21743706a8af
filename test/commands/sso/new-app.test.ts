import { expect } from 'chai';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import { clock, currentTime, setClock } from '../../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { shareKeyPairs } from '../../org/certificate/share-key-pairs.ts';
import type { OrgOptions } from '../../org/state.ts';
import { editApp, REALM_SID, verify } from '../../support/deployed-org.ts';
import { instantClock } from '../../support/instant-clock.ts';
import { resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const MINUTE = 60_000;

describe('an app that the org does not know yet', () => {
  let org: EmulatedOrg;

  shareKeyPairs(3);
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  /** An org whose time passes as the commands wait. */
  async function start(options: OrgOptions = {}): Promise<void> {
    setClock(instantClock());
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', clock: currentTime, ...options });
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
  }

  const attempts = (): number => org.log.filter(({ path }) => path.includes('singleaccess')).length;
  const pass = (minutes: number): Promise<unknown> => clock().wait(minutes * MINUTE);

  const variants: Array<[situation: string, options: OrgOptions]> = [
    ['a page that does not know the service provider', { newAppUntilKnown: 'invalid-service-provider' }],
    ['a page that refuses the user', { newAppUntilKnown: 'no-access' }],
    ['a response that refuses the user', { newAppUntilKnown: 'no-access', signInRefusal: 'response' }],
    ['a page, for an external client app', { connectedAppCreation: 'blocked' }],
  ];
  for (const [situation, options] of variants) {
    it(`is waited for by deploy --verify, which meets ${situation}, and then proven`, async () => {
      await start({ newAppKnownAfter: 8 * MINUTE, ...options });
      const begun = clock().now();
      const run = await deploy('--verify');
      expect(resultOf(run).verification).to.include({ ok: true, verdict: 'proven' });
      expect(run.exitCode).to.equal(0);
      expect(clock().now() - begun).to.be.within(8 * MINUTE, 10 * MINUTE);
      expect(attempts()).to.be.within(8, 18);
      expect(run.stderr).to.match(
        /The org may not know the new app yet\. The sign-in met a .+ It is tried again until \d\d:\d\d UTC/,
      );
    });

    it(`is no failure of sso verify, which meets ${situation}, but "not yet"`, async () => {
      await start({ newAppKnownAfter: 20 * MINUTE, ...options });
      resultOf(await deploy());
      const { report, failed, exitCode, stdout } = await verify(org);
      expect([failed, exitCode]).to.deep.equal([[], 5]);
      expect(report.notProven).to.deep.equal({ reason: 'app-not-known-yet' });
      expect(attempts()).to.equal(1);
      expect(stdout).to.match(
        /Not yet: Salesforce may take up to 30 minutes to make a new app known\.\n\nTo test the sign-in again later:\n {2}sf frontline sso verify --target-org /,
      );
      await pass(21);
      expect((await verify(org)).report.verdict).to.equal('proven');
    });
  }

  it('is "not yet" when the time of --wait is over, with the next command and an exit code of its own', async () => {
    await start({ newAppKnownAfter: 30 * MINUTE });
    const begun = clock().now();
    const run = await deploy('--verify', '--wait', '5');
    expect(resultOf(run).outcome).to.equal('changed');
    expect(resultOf(run).verification?.notProven).to.deep.equal({ reason: 'app-not-known-yet' });
    expect(clock().now() - begun).to.be.within(5 * MINUTE, 5.5 * MINUTE);
    expect(run.exitCode).to.equal(5);
    expect(run.stdout)
      .to.match(
        /Not yet: Salesforce may take up to 30 minutes.*\n\nTo test the sign-in again later:\n {2}sf frontline sso/,
      )
      .and.not.contain('cannot sign in');
  });

  it('is waited for again by a deploy that has nothing to change', async () => {
    await start({ newAppKnownAfter: 10 * MINUTE });
    await deploy('--verify', '--wait', '2');
    const again = resultOf(await deploy('--verify'));
    expect([again.outcome, again.verification?.verdict]).to.deep.equal(['unchanged', 'proven']);
  });

  it('is a failure an hour after its last change, without any waiting', async () => {
    await start();
    resultOf(await deploy());
    org.state.options.accessHonoured = 'service-provider';
    await pass(59);
    expect((await verify(org)).report.notProven?.reason).to.equal('app-not-known-yet');
    await pass(2);
    org.clearLog();
    const run = await deploy('--verify');
    expect(resultOf(run).verification?.verdict).to.equal('refuted');
    expect([run.exitCode, attempts()]).to.deep.equal([1, 1]);
  });

  it('is a failure at once if the setup is wrong', async () => {
    await start({ newAppKnownAfter: 8 * MINUTE });
    resultOf(await deploy());
    editApp(org, '<key>roles</key>', '<key>Roles</key>');
    const { report, failed, exitCode, stdout } = await verify(org);
    expect([report.verdict, exitCode]).to.deep.equal(['refuted', 1]);
    expect(failed).to.include.members(['setup.roles', 'signIn.form']);
    expect(stdout).not.to.contain('Not yet');
  });

  it('is not waited for if a response comes that Twilio would refuse', async () => {
    await start({ responseFault: 'no-roles' });
    const run = await deploy('--verify');
    expect(resultOf(run).verification?.verdict).to.equal('refuted');
    expect([run.exitCode, attempts()]).to.deep.equal([1, 1]);
  });

  it('stays "not yet" if the session ends while it is waited for', async () => {
    await start({ newAppKnownAfter: 30 * MINUTE });
    org.inject({ path: /singleaccess/, skip: 2, action: { kind: 'expire-token' } });
    const run = await deploy('--verify');
    expect(resultOf(run).verification?.notProven).to.deep.equal({ reason: 'app-not-known-yet' });
    expect(run.exitCode).to.equal(5);
  });
});
