import { expect } from 'chai';
import SsoDelete from '../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import CertificateDisplay from '../../plugin/commands/frontline/certificate/display.ts';
import { samlServiceProviders } from '../../plugin/salesforce/service-providers.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo } from '../support/connection.ts';
import { addServiceProvider, certificatesIn, signingCertificate } from '../support/rotation.ts';
import { errorOf, resultOf, runCommand } from '../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('what an org does not let a user read', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
  });

  afterEach(() => org.stop());

  it('is not made anew: the certificate that the identity provider signs with', async () => {
    const before = certificatesIn(org);
    org.state.components.delete('Certificate:SalesforceSSO');
    const error = errorOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(error).to.include({ name: 'CertificateUnreadableError', exitCode: 1 });
    expect(error.message).to.contain('SalesforceSSO');
    expect(certificatesIn(org)).to.deep.equal(before);
  });

  it('does not count as off: an identity provider that publishes its metadata', async () => {
    org.state.options.unreadableComponents = ['IdentityProviderSettings:IdentityProvider'];
    for (const [command, flags] of [
      [SsoDeploy, [...REALM, '--certificate-name', 'Another']],
      [SsoDelete, ['--include-certificate', '--no-prompt']],
      [CertificateDisplay, []],
    ] as const) {
      const error = errorOf(await runCommand<unknown>(command, org, ...flags));
      expect(error).to.include({ name: 'IdentityProviderUnreadableError', exitCode: 1 });
    }
    expect(signingCertificate(org)).to.equal('SalesforceSSO');
    expect(Object.keys(certificatesIn(org))).to.deep.equal(['SalesforceSSO']);
  });

  it('counts as a service provider: an app that is listed', async () => {
    addServiceProvider(org, 'Partner_Portal');
    org.state.options.unreadableComponents = ['ConnectedApp:Partner_Portal'];
    expect(await samlServiceProviders(await connectionTo(org))).to.include('Partner_Portal');
    const error = errorOf(await runCommand(SsoDelete, org, '--include-certificate', '--no-prompt'));
    expect(error).to.include({ name: 'IdentityProviderInUseError', exitCode: 1 });
    expect(error.message).to.contain('Partner_Portal');
  });
});
