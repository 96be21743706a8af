import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { errorOf, resultOf, runCommand } from '../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('the commands that only read', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
  });

  afterEach(() => org.stop());

  it('show the plan of a fresh org field by field, with preview', async () => {
    const run = await runCommand(SsoPreview, org, ...REALM);
    expect(resultOf(run).changes.map(({ action }) => action)).to.deep.equal(Array<string>(6).fill('create'));
    expect(run.stdout).to.match(/\+ connected app\s+Twilio_Frontline/);
    expect(run.stdout).to.match(/\+ samlSigningAlgoType\s+SHA256/);
    expect(run.stdout).to.contain('6 to create, 0 to update, 0 as they should be, 0 blocked');
  });

  it('show the old and the new value of each difference, with preview', async () => {
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const run = await runCommand(SsoPreview, org, '--realm-sid', 'JBffffffffffffffffffffffffffffffff');
    expect(run.stdout).to.match(
      / acsUrl\n +- \S+\/authenticate\/JB0123456789abcdef0123456789abcdef\n +\+ \S+\/authenticate\/JBf{32}\n/,
    );
  });

  it('show the setup of the org, with display', async () => {
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const run = await runCommand(SsoDisplay, org);
    const result = resultOf(run);
    expect(result.identityProvider).to.include({ enabled: true, publishedAgrees: true });
    expect(result.identityProvider.certificate).to.include({ name: 'SalesforceSSO' });
    expect(result.app?.attributes).to.deep.equal({ roles: "'agent'" });
    expect(result.access.map(({ name }) => name)).to.deep.equal(['System Administrator', 'Twilio_Frontline_Agent']);
    expect(run.stdout).to.match(/Expires\s+\d{4}-\d\d-\d\d, in 36\d days/);
  });

  it('say of a fresh org that there is nothing yet, with display', async () => {
    const run = await runCommand(SsoDisplay, org);
    expect(resultOf(run).identityProvider.enabled).to.equal(false);
    expect(run.stdout).to.contain('Set it up: sf frontline sso deploy');
  });

  it('change nothing in the org', async () => {
    await runCommand(SsoPreview, org, ...REALM);
    await runCommand(SsoDisplay, org);
    await runCommand(SsoExport, org);
    expect(
      org.log.filter(({ method, operation }) => method !== 'GET' && !/soap (read|list)Metadata/.test(operation)),
    ).to.deep.equal([]);
  });

  describe('with export', () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'frontline-export-'));
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('write certificate and values, and leave other files alone', async () => {
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      await writeFile(join(folder, 'mine.txt'), 'mine');
      const result = resultOf(await runCommand(SsoExport, org, '--output-dir', folder));
      expect((await readdir(folder)).sort()).to.deep.equal([
        'SalesforceSSO.pem',
        'mine.txt',
        'twilio-sso.html',
        'twilio-sso.json',
        'twilio-sso.txt',
      ]);
      expect(await readFile(join(folder, 'SalesforceSSO.pem'), 'utf8')).to.equal(
        org.state.certificateKeys.get('SalesforceSSO')?.certificatePem,
      );
      const { files: _files, ...values } = result;
      expect(JSON.parse(await readFile(join(folder, 'twilio-sso.json'), 'utf8'))).to.deep.equal(values);
    });

    it('refuse a folder that cannot be written', async () => {
      resultOf(await runCommand(SsoDeploy, org, ...REALM));
      await writeFile(join(folder, 'file'), '');
      const error = errorOf(await runCommand(SsoExport, org, '--output-dir', join(folder, 'file', 'below')));
      expect(error).to.include({ name: 'OutputDirUnwritableError', exitCode: 1 });
    });

    it('hand over nothing that the org does not have', async () => {
      expect(errorOf(await runCommand(SsoExport, org))).to.include({ name: 'AppMissingError', exitCode: 1 });
    });
  });
});
