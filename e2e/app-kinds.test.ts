import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SsoDeleteResult } from '../plugin/commands/frontline/sso/delete.ts';
import type { SsoDeployResult } from '../plugin/commands/frontline/sso/deploy.ts';
import type { SsoDisplayResult } from '../plugin/commands/frontline/sso/display.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../plugin/salesforce/org/external-client-app.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { filesBelow } from './support/schema.ts';
import { copyProject, installSf, type Sf } from './support/sf.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

const [APP, POLICIES, SAML_POLICIES] = [
  'ExternalClientApplication:Twilio_Frontline',
  'ExtlClntAppConfigurablePolicies:Twilio_Frontline_plcy',
  'ExtlClntAppSamlConfigurablePolicies:Twilio_Frontline_samlPlcy',
];

describe('an org with blocked creation of connected apps, with the unmodified CLI', () => {
  let sf: Sf;
  let org: EmulatedOrg;
  let found: string;

  before(async () => {
    sf = await installSf();
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'blocked',
      deletedCertificateRows: 'hidden',
    });
    await sf.logIn(org, 'blocked');
    found = await shownBy(sf);
  });

  after(async () => {
    await org.stop();
    await sf.remove();
  });

  it('goes from nothing to a verified sign-in with one command', async () => {
    const flags = ['-o', 'blocked', '--realm-sid', REALM_SID, '--verify'];
    const { outcome, app, verification } = await sf.json<SsoDeployResult>(['frontline', 'sso', 'deploy', ...flags]);
    expect(outcome).to.equal('changed');
    expect(app).to.deep.equal({ kind: 'external-client-app', fullName: 'Twilio_Frontline' });
    expect(verification?.ok).to.equal(true);
    expect(verification?.claims?.attributes).to.deep.include({ name: 'roles', values: ['agent'] });
  });

  it('gives the three components back to project retrieve start', async () => {
    const project = await copyProject(sf.folder);
    const members = [APP, POLICIES, SAML_POLICIES].flatMap((member) => ['-m', String(member)]);
    // The project keeps the CLI away from the folder of this kind of app; a team with its own project does not.
    await sf.json(
      ['project', 'retrieve', 'start', ...members, '--target-metadata-dir', 'back', '--unzip', '-o', 'blocked'],
      {
        cwd: project,
      },
    );
    const files = await filesBelow(join(project, 'back'), '*.eca', '*.ecaPlcy', '*.ecaSamlPlcy');
    expect(files).to.have.length(3);
    const [app = '', policies = '', saml = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    expect(app).to.contain('<distributionState>Local</distributionState>');
    expect(policies).to.contain('<isSamlPluginEnabled>true</isSamlPluginEnabled>');
    expect(saml).to.contain(`<entityUrl>https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}</entityUrl>`);
    expect(saml).to.match(/<formula>(?:'|&apos;)agent(?:'|&apos;)<\/formula>\s*<key>roles<\/key>/);
  });

  it('is left as it was found by sso delete', async () => {
    const flags = ['-o', 'blocked', '--include-certificate', '--no-prompt'];
    const { outcome, removals } = await sf.json<SsoDeleteResult>(['frontline', 'sso', 'delete', ...flags]);
    expect(outcome).to.equal('removed');
    expect(removals.map(({ step }) => step)).to.include.members(['access', 'app', 'identity-provider', 'certificate']);
    expect(await shownBy(sf)).to.equal(found);
  });
});

/** What official commands and `sso display` show of everything that the setup consists of. */
async function shownBy(sf: Sf): Promise<string> {
  const shown: unknown[] = [];
  for (const type of ['ConnectedApp', 'Certificate', 'PermissionSet', ...Object.values(EXTERNAL_CLIENT_APP_TYPES)]) {
    const listed = await sf.json<Array<{ fullName: string }> | { fullName: string }>([
      ...['org', 'list', 'metadata', '-m', type, '-o', 'blocked'],
    ]);
    shown.push(
      type,
      [listed]
        .flat()
        .map(({ fullName }) => fullName)
        .sort(),
    );
  }
  const { records } = await sf.json<{ records: Array<{ Id: string }> }>([
    ...['data', 'query', '-q', 'SELECT Id FROM SetupEntityAccess ORDER BY Id', '-o', 'blocked'],
  ]);
  const display = await sf.json<SsoDisplayResult>(['frontline', 'sso', 'display', '-o', 'blocked']);
  const { enabled } = display.identityProvider;
  return JSON.stringify([shown, records.map(({ Id }) => Id), enabled, display.app ?? 'no app', display.access]);
}
