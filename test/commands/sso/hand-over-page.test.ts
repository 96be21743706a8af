import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoExport from '../../../plugin/commands/frontline/sso/export.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { refuseSecrets, startDeployedOrg } from '../../support/deployed-org.ts';
import { installFakeBrowser, type FakeBrowser } from '../../support/fake-browser.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';

describe('the hand-over page that the commands write', () => {
  let org: EmulatedOrg;
  let folder: string;
  let browser: FakeBrowser | undefined;

  beforeEach(async () => {
    org = await startDeployedOrg();
    folder = await mkdtemp(join(tmpdir(), 'frontline-page-'));
  });

  afterEach(async () => {
    await browser?.remove();
    browser = undefined;
    await rm(folder, { recursive: true, force: true });
    await org.stop();
  });

  const readPage = (): Promise<string> => readFile(join(folder, 'twilio-sso.html'), 'utf8');

  it('holds the values of the org, with export, and says that nothing was tested', async () => {
    const { certificate, realmSid, files } = resultOf(await runCommand(SsoExport, org, '--output-dir', folder));
    const page = await readPage();
    expect(page)
      .to.contain(`>${certificate}</pre>`)
      .and.to.contain(realmSid)
      .and.to.contain('No sign-in has been tested yet');
    expect(files.at(-1)).to.equal(join(folder, 'twilio-sso.html'));
    refuseSecrets(org, page);
  });

  it('holds the report of the sign-in test, with deploy --verify, and nothing of the response', async () => {
    resultOf(await runCommand(SsoDeploy, org, '--verify', '--output-dir', folder));
    const page = await readPage();
    expect(page).to.contain('✓ Ready to paste').and.to.contain('Signed in as');
    refuseSecrets(org, page);
    expect(page).not.to.contain('PRIVATE KEY');
  });

  it('says not to paste, and is opened without the Console, if the sign-in test fails', async () => {
    browser = await installFakeBrowser('opening');
    org.state.options.responseFault = 'other-key';
    const run = await runCommand(SsoDeploy, org, '--verify', '--output-dir', folder, '--open');
    expect(run.exitCode).to.equal(1);
    const page = await readPage();
    expect(page.indexOf('✗ Do not paste yet')).to.be.within(0, page.indexOf('BEGIN CERTIFICATE'));
    expect(await browser.addresses()).to.deep.equal([pathToFileURL(join(folder, 'twilio-sso.html')).href]);
  });

  it('says that the setup is not proven yet, if the org cannot be reached for the sign-in test', async () => {
    org.inject({ path: /frontdoor|singleaccess/, times: -1, action: { kind: 'reset' } });
    const run = await runCommand(SsoDeploy, org, '--verify', '--output-dir', folder);
    expect([resultOf(run).verification?.notProven?.reason, run.exitCode]).to.deep.equal(['unreachable', 5]);
    expect(await readPage())
      .to.contain('Set up, not yet proven')
      .and.to.contain('could not be reached');
  });

  it('says that the setup is not proven yet, and is opened with the Console, if a person is needed', async () => {
    browser = await installFakeBrowser('opening');
    org.state.options.loginInterruption = 'mfa';
    const run = await runCommand(SsoDeploy, org, '--verify', '--output-dir', folder, '--open');
    expect(run.exitCode).to.equal(5);
    const page = await readPage();
    expect(page).to.contain('Set up, not yet proven').and.not.to.contain('Do not paste yet');
    expect((await browser.addresses()).at(-1)).to.equal(frontline.consoleUrl);
  });

  describe('names the org', () => {
    const own = 'query SELECT Name FROM Organization';
    const asked = (): number => org.log.filter(({ operation }) => operation === own).length;
    const refuse = (operation: string | RegExp): unknown =>
      org.inject({ operation, times: -1, action: { kind: 'reset' } });
    /** What the client asks at a login, and keeps. */
    const OF_LOGIN = /^query SELECT Name, InstanceName,.* FROM Organization$/;

    it('as the login keeps it, and asks nothing', async () => {
      resultOf(await runCommand(SsoExport, org, '--output-dir', folder));
      expect(await readPage()).to.contain('<strong>Example Company</strong>');
      expect(asked()).to.equal(0);
    });

    it('as the org says, if the login does not keep it, and asks once', async () => {
      refuse(OF_LOGIN);
      resultOf(await runCommand(SsoDeploy, org, '--verify', '--output-dir', folder));
      expect(await readPage()).to.contain('<strong>Example Company</strong>');
      expect(asked()).to.equal(1);
    });

    it('by its My Domain alone, if nobody says its name', async () => {
      refuse(OF_LOGIN);
      refuse(own);
      resultOf(await runCommand(SsoExport, org, '--output-dir', folder));
      expect(await readPage()).to.contain('<p class="org"><span>127.0.0.1</span></p>');
    });

    it('and asks nothing, if no page is written', async () => {
      refuse(OF_LOGIN);
      resultOf(await runCommand(SsoExport, org));
      expect(asked()).to.equal(0);
    });
  });

  it('cannot be combined with a dry run', async () => {
    const error = errorOf(await runCommand(SsoDeploy, org, '--dry-run', '--output-dir', folder));
    expect(error.message).to.contain('--output-dir cannot also be provided when using --dry-run');
    expect(error.exitCode).to.equal(2);
  });

  it('is opened together with the page of the Console, with --open', async () => {
    browser = await installFakeBrowser('opening');
    const run = await runCommand(SsoExport, org, '--output-dir', folder, '--open');
    const path = join(folder, 'twilio-sso.html');
    expect(await browser.addresses()).to.deep.equal([pathToFileURL(path).href, frontline.consoleUrl]);
    expect(run.stdout).to.contain(`Opened in your browser: ${path}`);
  });

  it('is named on the screen if no browser can be opened, and the command succeeds', async () => {
    browser = await installFakeBrowser('refusing');
    const run = await runCommand(SsoExport, org, '--output-dir', folder, '--open');
    resultOf(run);
    expect(run.exitCode).to.equal(0);
    expect(run.stdout)
      .to.contain(`No browser could be opened. Open it yourself: ${join(folder, 'twilio-sso.html')}`)
      .and.to.contain(`No browser could be opened. Open it yourself: ${frontline.consoleUrl}`);
  });

  it('is not opened without --open', async () => {
    browser = await installFakeBrowser('opening');
    resultOf(await runCommand(SsoExport, org, '--output-dir', folder));
    expect(await browser.addresses()).to.deep.equal([]);
  });

  it('needs an output folder, to be opened', async () => {
    const error = errorOf(await runCommand(SsoExport, org, '--open'));
    expect(error.message).to.contain('--output-dir');
  });
});
