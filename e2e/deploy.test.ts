import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { copyProject, installSf, type Sf } from './support/sf.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

describe('the unmodified sf CLI with the plugin linked', () => {
  let sf: Sf;
  let org: EmulatedOrg;
  let project: string;

  before(async () => {
    sf = await installSf();
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    await sf.logIn(org, 'emulated');
    project = await copyProject(sf.folder);
  });

  after(async () => {
    await org.stop();
    await sf.remove();
  });

  it('previews a fresh org, deploys it, and finds nothing to do afterwards', async () => {
    const preview = await sf.run(['frontline', 'sso', 'preview', '-o', 'emulated', '--realm-sid', REALM_SID]);
    expect(preview.stdout).to.contain('6 to create, 0 to update');
    const deploy = await sf.run(['frontline', 'sso', 'deploy', '-o', 'emulated', '--realm-sid', REALM_SID]);
    expect(deploy.stdout).to.contain('── emulated is set up ─');
    expect(deploy.exitCode).to.equal(0);
    const again = await sf.json<{ outcome: string }>(['frontline', 'sso', 'deploy', '-o', 'emulated']);
    expect(again.outcome).to.equal('unchanged');
  });

  it('shows what it deployed, also to the CLI itself', async () => {
    const display = await sf.run(['frontline', 'sso', 'display', '-o', 'emulated']);
    expect(display.stdout).to.match(/Attribute roles\s+'agent'/);
    const listed = await sf.json<Array<{ fullName: string }>>([
      'org',
      'list',
      'metadata',
      '-m',
      'ConnectedApp',
      '-o',
      'emulated',
    ]);
    expect(listed.map(({ fullName }) => fullName)).to.deep.equal(['Twilio_Frontline']);
    await sf.json(
      [
        'project',
        'retrieve',
        'start',
        '-m',
        'ConnectedApp:Twilio_Frontline',
        '-m',
        'Certificate:SalesforceSSO',
        '-o',
        'emulated',
      ],
      {
        cwd: project,
      },
    );
    const app = await readFile(
      join(project, 'force-app/main/connectedApps/Twilio_Frontline.connectedApp-meta.xml'),
      'utf8',
    );
    expect(app).to.contain(`<entityUrl>https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}</entityUrl>`);
  });

  it('hands over the certificate that the CLI retrieves', async () => {
    const { certificate } = await sf.json<{ certificate: string }>([
      'frontline',
      'sso',
      'export',
      '-o',
      'emulated',
      '-d',
      'out',
    ]);
    expect(await readFile(join(project, 'force-app/identity-provider/certs/SalesforceSSO.crt'), 'utf8')).to.equal(
      certificate,
    );
    expect(await readFile(join(sf.folder, 'out/SalesforceSSO.pem'), 'utf8')).to.equal(certificate);
  });

  it('gives, lists and takes access that the CLI can query', async () => {
    const soql =
      "SELECT Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityType = 'ConnectedApplication' AND Parent.IsOwnedByProfile = true";
    const profiles = async (): Promise<string[]> => {
      const { records } = await sf.json<{ records: Array<{ Parent: { Profile: { Name: string } } }> }>([
        'data',
        'query',
        '-q',
        soql,
        '-o',
        'emulated',
      ]);
      return records.map(({ Parent }) => Parent.Profile.Name).sort();
    };
    const flags = ['-o', 'emulated', '--profile', 'Standard User'];
    await sf.json(['frontline', 'access', 'assign', ...flags]);
    expect(await profiles()).to.deep.equal(['Standard User', 'System Administrator']);
    const list = await sf.run(['frontline', 'access', 'list', '-o', 'emulated']);
    expect(list.stdout).to.contain('Standard User');
    await sf.json(['frontline', 'access', 'revoke', ...flags, '--no-prompt']);
    expect(await profiles()).to.deep.equal(['System Administrator']);
  });

  it('refuses a wrong Realm SID with exit code 2 and a stable name', async () => {
    const run = await sf.run(['frontline', 'sso', 'deploy', '-o', 'emulated', '--realm-sid', 'AC1', '--json']);
    expect(run.exitCode).to.equal(2);
    expect(JSON.parse(run.stdout)).to.include({ name: 'RealmSidInvalidError', exitCode: 2 });
  });

  it('ends with the exit code of a wrong flag for what the CLI itself finds wrong', async () => {
    for (const words of [
      ['deploy', '--subject', 'Nope'],
      ['deploy', '--profile'],
      ['verify', '--explain'],
    ]) {
      expect((await sf.run(['frontline', 'sso', ...words])).exitCode, words.join(' ')).to.equal(2);
    }
  });
});

describe('the plain way, without the plugin', () => {
  let sf: Sf;
  let org: EmulatedOrg;

  before(async () => {
    sf = await installSf();
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    await sf.logIn(org, 'plain');
  });

  after(async () => {
    await org.stop();
    await sf.remove();
  });

  it('leads to an org in which preview finds only access to give, however often the app is deployed', async () => {
    const env = {
      TWILIO_SSO_REALM_SID: REALM_SID,
      TWILIO_SSO_ISSUER: org.url,
      TWILIO_SSO_CONTACT_EMAIL: 'admin@example.test',
      TWILIO_SSO_CERTIFICATE_EXPIRATION: '2027-11-24T00:00:00.000Z',
    };
    const cwd = await copyProject(sf.folder);
    const deploy = (directory: string): Promise<unknown> =>
      sf.json(['project', 'deploy', 'start', '-d', directory, '-o', 'plain'], { cwd, env });
    await deploy('force-app/identity-provider');
    const key = org.state.certificateKeys.get('SalesforceSSO')?.certificatePem;
    await deploy('force-app/main');
    await deploy('force-app/main');
    expect(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem).to.equal(key);
    const { changes } = await sf.json<{ changes: Array<{ action: string; step: string; target: string }> }>(
      ['frontline', 'sso', 'preview', '-o', 'plain'],
      { cwd },
    );
    const left = changes
      .filter(({ action }) => action !== 'keep')
      .map(({ action, step, target }) => `${action} ${step} ${target}`);
    expect(left).to.deep.equal([
      'create access profile System Administrator',
      'create access permission set Twilio_Frontline_Agent',
    ]);
  });
});
