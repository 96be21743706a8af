import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import type { SsoDeployResult } from '../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { filesBelow, validateMetadata } from './support/schema.ts';
import { copyProject, installSf, type Sf } from './support/sf.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

/** What a build of the package is given; the issuer is not the org's that it is installed in. */
const VALUES = {
  TWILIO_SSO_REALM_SID: REALM_SID,
  TWILIO_SSO_ISSUER: 'https://packager.my.salesforce.com',
  TWILIO_SSO_CONTACT_EMAIL: 'packager@example.test',
};

describe('the unlocked package', () => {
  let sf: Sf;
  let org: EmulatedOrg;
  let project: string;
  let converted: string;

  before(async () => {
    sf = await installSf();
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'accepted',
    });
    await sf.logIn(org, 'subscriber');
    project = await copyProject(sf.folder);
    converted = join(project, 'out');
    await sf.json(['project', 'convert', 'source', '--root-dir', 'force-app/main', '--output-dir', 'out'], {
      cwd: project,
      env: { ...VALUES, SF_APPLY_REPLACEMENTS_ON_CONVERT: 'true' },
    });
  });

  after(async () => {
    await org.stop();
    await sf.remove();
  });

  it('is defined for the folder that is safe to deploy again, and for no other', async () => {
    const { packageDirectories } = JSON.parse(await readFile(join(project, 'sfdx-project.json'), 'utf8')) as {
      packageDirectories: Array<{ path: string; package?: string; versionNumber?: string }>;
    };
    const packaged = packageDirectories.filter((directory) => directory.package !== undefined);
    expect(packaged.map(({ path }) => path)).to.deep.equal(['force-app/main']);
    expect(packaged[0]?.versionNumber).to.match(/^\d+\.\d+\.\d+\.NEXT$/);
  });

  it('holds the app, the permission set and the profile, and nothing that belongs to one org', async () => {
    const files = (await filesBelow(converted, '*')).map((path) => relative(converted, path));
    expect(files).to.deep.equal([
      'connectedApps/Twilio_Frontline.connectedApp',
      'package.xml',
      'permissionsets/Twilio_Frontline_Agent.permissionset',
      'profiles/Admin.profile',
    ]);
    const manifest = await readFile(join(converted, 'package.xml'), 'utf8');
    expect(manifest).not.to.match(/Certificate|Settings|External|ExtlClnt/);
  });

  it('carries the values of the environment and no placeholder', async () => {
    const app = await readFile(join(converted, 'connectedApps/Twilio_Frontline.connectedApp'), 'utf8');
    expect(app).to.contain(`<entityUrl>https://iam.twilio.com/v2/saml2/metadata/${REALM_SID}</entityUrl>`);
    expect(app).to.contain(`<acsUrl>https://iam.twilio.com/v2/saml2/authenticate/${REALM_SID}</acsUrl>`);
    expect(app).to.contain(`<issuer>${VALUES.TWILIO_SSO_ISSUER}</issuer>`);
    expect(app).to.contain(`<contactEmail>${VALUES.TWILIO_SSO_CONTACT_EMAIL}</contactEmail>`);
    for (const path of await filesBelow(converted, '*')) {
      expect(await readFile(path, 'utf8'), path).not.to.match(/JBxxx|yourdomain|you@example\.com|2027-01-01/);
    }
  });

  it('is valid against the schema of Salesforce', async () => {
    const files = await filesBelow(converted, '*.connectedApp', '*.permissionset', '*.profile');
    const verdict = await validateMetadata(sf.folder, files);
    expect(verdict, verdict.messages).to.include({ exitCode: 0, valid: 3 });
  });

  it('is not built without its values', async () => {
    const run = await sf.run(
      ['project', 'convert', 'source', '--root-dir', 'force-app/main', '--output-dir', 'incomplete', '--json'],
      { cwd: project, env: { SF_APPLY_REPLACEMENTS_ON_CONVERT: 'true' } },
    );
    expect(run.exitCode).not.to.equal(0);
    expect(run.stdout).to.contain('TWILIO_SSO_REALM_SID');
  });

  it('is finished by sso deploy, which edits the installed app, also where new connected apps are refused', async () => {
    // Deploying what the package holds stands for installing it, which an org allows even where creation is blocked.
    await sf.json(['project', 'deploy', 'start', '--metadata-dir', 'out', '-o', 'subscriber'], { cwd: project });
    org.state.options.connectedAppCreation = 'blocked';
    const installed = org.state.components.get('ConnectedApp:Twilio_Frontline')?.id;
    const flags = ['-o', 'subscriber', '--contact-email', 'admin@subscriber.test', '--verify'];
    const { app, changes, verification } = await sf.json<SsoDeployResult>(['frontline', 'sso', 'deploy', ...flags]);
    const edit = changes.find(({ step }) => step === 'app');
    expect(app.kind).to.equal('connected-app');
    expect(edit?.action).to.equal('update');
    expect(edit?.differences).to.have.deep.members([
      { field: 'samlConfig.issuer', from: VALUES.TWILIO_SSO_ISSUER, to: org.url },
      { field: 'contactEmail', from: VALUES.TWILIO_SSO_CONTACT_EMAIL, to: 'admin@subscriber.test' },
    ]);
    expect(org.state.components.get('ConnectedApp:Twilio_Frontline')?.id).to.equal(installed);
    expect(verification?.ok).to.equal(true);
    const again = await sf.json<SsoDeployResult>(['frontline', 'sso', 'deploy', '-o', 'subscriber']);
    expect(again.outcome).to.equal('unchanged');
  });
});
