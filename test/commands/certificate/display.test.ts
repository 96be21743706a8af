import { expect } from 'chai';
import CertificateDisplay, {
  type CertificateDisplayResult,
} from '../../../plugin/commands/frontline/certificate/display.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { startDeployedOrg, verify } from '../../support/deployed-org.ts';
import { ageCertificate } from '../../support/rotation.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

describe('certificate display', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  function display(...flags: string[]): Promise<CommandRun<CertificateDisplayResult>> {
    return runCommand(CertificateDisplay, org, ...flags);
  }

  /** An org whose certificate, which lasts a year, was made some days ago. */
  async function startAged(days: number): Promise<void> {
    org = await startDeployedOrg({ identityProvider: 'off' });
    ageCertificate(org, 'SalesforceSSO', days);
  }

  async function stateAfter(days: number, ...flags: string[]): Promise<[string, number]> {
    await startAged(days);
    const run = await display(...flags);
    return [resultOf(run).state, run.exitCode];
  }

  it('ends with exit code 0 while the certificate lasts, and shows its end and fingerprint', async () => {
    expect(await stateAfter(0)).to.deep.equal(['valid', 0]);
    const run = await display();
    expect(run.stdout).to.match(/"SalesforceSSO" lasts until \d{4}-\d\d-\d\d, in 36\d days/);
    expect(run.stdout).to.contain(resultOf(run).certificate?.fingerprint);
  });

  it('ends with exit code 1 from 60 days before the end', async () => {
    expect(await stateAfter(310)).to.deep.equal(['expiring', 1]);
  });

  it('ends with exit code 1 from --warn-days before the end', async () => {
    expect(await stateAfter(275, '--warn-days', '100')).to.deep.equal(['expiring', 1]);
    const run = await display('--warn-days', '80');
    expect([resultOf(run).state, run.exitCode]).to.deep.equal(['valid', 0]);
  });

  it('ends with exit code 1 after the end', async () => {
    expect(await stateAfter(400)).to.deep.equal(['expired', 1]);
  });

  it('says that it does not know, with exit code 1, if the org gives no content', async () => {
    await startAged(0);
    const component = org.state.components.get('Certificate:SalesforceSSO');
    component?.files.set('certs/SalesforceSSO.crt', Buffer.from(''));
    const run = await display();
    expect([resultOf(run).state, run.exitCode]).to.deep.equal(['unknown', 1]);
    expect(run.stdout).to.contain('is not known');
  });

  it('ends with exit code 1 if the identity provider is off', async () => {
    org = await startEmulatedOrg({ identityProvider: 'off' });
    const run = await display();
    expect([resultOf(run).state, run.exitCode]).to.deep.equal(['off', 1]);
  });

  it('refuses a number of days that is a text, or negative', async () => {
    org = await startEmulatedOrg();
    expect(errorOf(await display('--warn-days', 'soon')).exitCode).to.equal(2);
    expect(errorOf(await display('--warn-days', '-1')).exitCode).to.equal(2);
  });

  for (const { age, words } of [
    { age: 310, words: /in \d\d days, and then nobody can sign in/ },
    { age: 345, words: /in only \d\d? days, and then nobody can sign in/ },
    { age: 400, words: /expired on \S+\. Rotate it at once/ },
  ]) {
    it(`is not the only warning: so do sso display, deploy and verify, ${age} days after it was made`, async () => {
      await startAged(age);
      expect((await runCommand(SsoDisplay, org)).stderr).to.match(words);
      const { report } = await verify(org);
      const check = report.checks.find(({ id }) => id === 'setup.certificate');
      expect(check?.status).to.equal(age === 400 ? 'fail' : 'warn');
      const deployed = await runCommand(SsoDeploy, org);
      // A deploy ends with an error if the certificate has expired, and names the command that corrects it.
      expect(deployed.error?.name ?? deployed.stderr).to.match(age === 400 ? /^CertificateExpiredError$/ : words);
    });
  }

  it('is not needed while there is time: nothing warns a year before the end', async () => {
    await startAged(0);
    expect((await runCommand(SsoDisplay, org)).stderr).not.to.match(/certificate/i);
  });
});
