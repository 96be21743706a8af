import { expect } from 'chai';
import AccessList from '../../../plugin/commands/frontline/access/list.ts';
import CertificateDisplay from '../../../plugin/commands/frontline/certificate/display.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import { newCertificate } from '../../../plugin/salesforce/org/certificate.ts';
import { externalClientApp } from '../../../plugin/salesforce/org/external-client-app.ts';
import type { MetadataComponent } from '../../../plugin/salesforce/metadata/metadata-package.ts';
import { deployChanges } from '../../../plugin/salesforce/deployment/metadata-deployment.ts';
import { putIdentityProvider } from '../../org/metadata/kinds/identity-provider-settings.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import type { OrgOptions } from '../../org/state.ts';
import { connectionTo } from '../../support/connection.ts';
import { ageCertificate, certificatesIn, rotate, signingCertificate } from '../../support/rotation.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';
import { shippedSource } from '../fixtures.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('an identity provider that is on without a valid certificate', () => {
  let org: EmulatedOrg;

  async function start(options: OrgOptions): Promise<void> {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', ...options });
  }

  afterEach(() => org.stop());

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, ...REALM, ...flags);
  }

  function foundation({ changes }: Pick<SsoDeployResult, 'changes'>): string[] {
    return changes
      .filter(({ step }) => step === 'certificate' || step === 'identity-provider')
      .map(({ action, target }) => `${action} ${target}`);
  }

  function writes(): string[] {
    return org.log
      .map(({ operation }) => operation)
      .filter((operation) => /deployRequest$|POST.*sobjects/.test(operation));
  }

  /** An app of another service provider. */
  async function addServiceProvider(kind: 'connected app' | 'external client app', fullName: string): Promise<void> {
    const samlConfig = [{ acsUrl: ['https://portal.example/acs'], entityUrl: ['https://portal.example'] }];
    const content = { label: [fullName], contactEmail: ['it@acme.example'], samlConfig };
    const saml = [{ ...samlConfig[0], samlNameIdFormat: ['Unspecified'], samlSubjectType: ['Username'] }];
    const components =
      kind === 'connected app'
        ? [{ fullName, document: { type: 'ConnectedApp', content: { ...content, samlConfig: saml } } }]
        : externalClientApp.components(
            { app: fullName },
            { ...content, samlConfig: saml, policies: [{ isEnabled: ['true'], isSamlPluginEnabled: ['true'] }] },
          );
    await deployed(components);
  }

  async function deployed(components: MetadataComponent[]): Promise<void> {
    const outcome = await deployChanges(await connectionTo(org), { components }, { checkOnly: false });
    expect(outcome.outcome, JSON.stringify(outcome)).to.equal('succeeded');
  }

  /** Lets the org refuse the list of external client apps that is asked for once the certificate is known to be over. */
  function hideExternalClientApps(): void {
    const action = { kind: 'soap-fault', code: 'INVALID_TYPE', text: 'INVALID_TYPE: Unknown type' } as const;
    org.inject({ soapMethod: 'listMetadata', skip: 2, action });
  }

  it('gets a new certificate if the old one has expired and no app relies on it, and says why', async () => {
    await start({ identityProvider: 'expired' });
    const expired = signingCertificate(org) ?? '';
    const before = certificatesIn(org)[expired];
    const run = await deploy();
    const result = resultOf(run);
    expect(foundation(result)).to.deep.equal(['create SalesforceSSO', 'update IdentityProvider']);
    expect(run.stdout).to.contain(`${expired} expired on `).and.contain('so it is replaced');
    expect(result.handOff?.certificate).to.equal(certificatesIn(org)['SalesforceSSO']);
    expect([signingCertificate(org), certificatesIn(org)[expired]]).to.deep.equal(['SalesforceSSO', before]);
    expect(resultOf(await deploy()).outcome).to.equal('unchanged');
  });

  it('gets one of another name if an expired one has the name of the source, and the same after an interruption', async () => {
    await start({ identityProvider: 'off' });
    const { certificateName } = resultOf(await deploy()).values;
    ageCertificate(org, certificateName, 400);
    for (const key of org.state.components.keys()) {
      if (key.startsWith('ConnectedApp:')) {
        org.state.components.delete(key);
      }
    }
    expect(foundation(resultOf(await runCommand(SsoPreview, org, ...REALM)))).to.include('create SalesforceSSO_2');
    // As a run leaves it that was killed between two deployments.
    const { certificate } = await shippedSource();
    await deployed([newCertificate('SalesforceSSO_2', certificate.content, new Date())]);
    expect(foundation(resultOf(await runCommand(SsoPreview, org, ...REALM)))).to.include('keep SalesforceSSO_2');
  });

  for (const kind of ['connected app', 'external client app'] as const) {
    it(`keeps an expired certificate that the ${kind} of another service provider relies on, and names both ways out`, async () => {
      await start({ identityProvider: 'expired' });
      await addServiceProvider(kind, 'Partner_Portal');
      org.clearLog();
      const error = errorOf(await deploy());
      expect(error).to.include({ name: 'CertificateExpiredError', exitCode: 1 });
      expect(error.actions?.join('\n'))
        .to.contain('Partner_Portal')
        .and.contain('--replace-certificate')
        .and.contain('choose it in Setup under Identity Provider');
      expect(writes()).to.deep.equal([]);
    });
  }

  it('keeps an expired certificate if the org does not show whether an app relies on it', async () => {
    await start({ identityProvider: 'expired' });
    hideExternalClientApps();
    org.clearLog();
    const error = errorOf(await deploy());
    expect(error.name).to.equal('CertificateExpiredError');
    expect(error.actions?.join('\n')).to.contain('does not show all apps').and.contain('--replace-certificate');
    expect(errorOf(await deploy('--api-version', '62.0')).name).to.equal('CertificateExpiredError');
    expect(writes()).to.deep.equal([]);
  });

  it('keeps an expired certificate that Twilio may still accept, and names the rotation, which works', async () => {
    await start({ identityProvider: 'on' });
    resultOf(await deploy());
    const expired = signingCertificate(org) ?? '';
    ageCertificate(org, expired, 400);
    org.clearLog();
    const error = errorOf(await deploy('--contact-email', 'new@acme.example'));
    expect(error.name).to.equal('CertificateExpiredError');
    expect(error.actions?.join('\n')).to.contain('sf frontline certificate rotate').and.not.contain('--replace');
    expect(writes()).to.deep.equal([]);
    expect(resultOf(await rotate(org)).handOff?.certificateName).to.equal(`${expired}_2`);
  });

  it('is told of by a preview, with the ways out', async () => {
    await start({ identityProvider: 'expired' });
    await addServiceProvider('connected app', 'Partner_Portal');
    const { stdout } = await runCommand(SsoPreview, org, ...REALM);
    expect(stdout).to.contain('expired on').and.contain('--certificate-name').and.contain('Partner_Portal');
  });

  for (const certificateName of [undefined, '']) {
    const element = certificateName === undefined ? 'a nil element' : 'an empty element';
    it(`gets a certificate if it never had one, which its settings say by ${element}`, async () => {
      await start({ identityProvider: 'none' });
      if (certificateName !== undefined) {
        const [[path = ''] = []] = org.state.components.get(SETTINGS)?.files ?? [];
        const xml = '<IdentityProviderSettings xmlns="http://soap.sforce.com/2006/04/metadata">';
        const content = `${xml}<certificateName></certificateName><enableIdentityProvider>true</enableIdentityProvider></IdentityProviderSettings>`;
        org.state.components.get(SETTINGS)?.files.set(path, Buffer.from(content));
      }
      const result = resultOf(await deploy());
      expect(foundation(result)).to.deep.equal(['create SalesforceSSO', 'update IdentityProvider']);
      expect(result.changes.find(({ step }) => step === 'identity-provider')?.differences).to.deep.equal([
        { field: 'certificateName', to: 'SalesforceSSO' },
      ]);
      expect(result.handOff?.certificate).to.equal(certificatesIn(org)['SalesforceSSO']);
    });
  }

  it('gets no certificate unasked if it never had one and an app may rely on it', async () => {
    await start({ identityProvider: 'on' });
    await addServiceProvider('connected app', 'Partner_Portal');
    putIdentityProvider(org.state, { enabled: true, certificateName: '' });
    const error = errorOf(await deploy());
    expect(error.name).to.equal('CertificateMissingError');
    expect(error.message).to.contain('Partner_Portal');
    expect(resultOf(await deploy('--replace-certificate')).outcome).to.equal('changed');
  });

  it('is told of by every command that needs the certificate', async () => {
    await start({ identityProvider: 'on' });
    resultOf(await deploy());
    putIdentityProvider(org.state, { enabled: true, certificateName: '' });
    for (const run of [await runCommand(CertificateDisplay, org), await rotate(org)]) {
      expect(errorOf<unknown>(run).name).to.equal('IdentityProviderWithoutCertificateError');
    }
    expect((await runCommand(SsoDisplay, org)).stdout).to.contain('none, so nothing is signed');
    expect(resultOf(await runCommand(AccessList, org))).not.to.deep.equal([]);
  });

  it('costs no further request if the certificate is valid', async () => {
    await start({ identityProvider: 'on' });
    resultOf(await deploy());
    org.clearLog();
    resultOf(await deploy());
    expect(org.log.filter(({ soapMethod }) => soapMethod === 'listMetadata')).to.have.length(2);
  });
});

const SETTINGS = 'IdentityProviderSettings:IdentityProvider';
