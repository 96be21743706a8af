import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoPreview, { type SsoPreviewResult } from '../../../plugin/commands/frontline/sso/preview.ts';
import { detailedExitCode } from '../../../plugin/terminal/detailed-exit-code.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { ageCertificate, signingCertificate } from '../../support/rotation.ts';
import { resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', REALM_SID];

describe('sso preview', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', identityProvider: 'off' });
  });
  afterEach(() => org.stop());

  function preview(...flags: string[]): Promise<CommandRun<SsoPreviewResult>> {
    return runCommand(SsoPreview, org, ...REALM, ...flags);
  }

  /** What is found, and the exit codes with and without --detailed-exitcode. */
  async function found(): Promise<[string, number, number]> {
    const [detailed, plain] = [await preview('--detailed-exitcode'), await preview()];
    expect(detailed.stdout).to.equal(plain.stdout);
    return [resultOf(detailed).finding, detailed.exitCode, plain.exitCode];
  }

  it('tells a script by the exit code whether anything is to be changed, if that is asked for', async () => {
    expect(await found()).to.deep.equal(['changes', 3, 0]);
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(await found()).to.deep.equal(['nothing', 0, 0]);
  });

  it('says in its first line and by the exit code that a plan is blocked, and then what to do', async () => {
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    ageCertificate(org, signingCertificate(org) ?? '', 400);
    expect(await found()).to.deep.equal(['blocked', 4, 0]);
    const { stdout } = await preview();
    expect(stdout).to.match(/^Plan for \S+: blocked, so nothing of it is done\n/);
    expect(stdout).to.match(/To go on:\n {2}.*sf frontline certificate rotate/);
    expect(stdout).not.to.contain('To make these changes');
  });

  it('takes the exit code of the org that needs most attention', () => {
    expect(detailedExitCode(['nothing', 'changes', 'nothing'])).to.equal(3);
    expect(detailedExitCode(['blocked', 'changes'])).to.equal(4);
    expect(detailedExitCode([])).to.equal(0);
  });
});
