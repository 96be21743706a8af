import { expect } from 'chai';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import CertificateDisplay from '../../../plugin/commands/frontline/certificate/display.ts';
import { inspectOrg } from '../../../plugin/setup/inspect/inspect-org.ts';
import { interleaved } from '../../interruption/two-at-once.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { identityProviderMetadata } from '../../org/identity-provider/metadata-document.ts';
import { connectionTo } from '../../support/connection.ts';
import { addServiceProvider, certificatesIn, signingCertificate } from '../../support/rotation.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('what an org does not let a user read', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
  });

  afterEach(() => org.stop());

  it('is not created again: the certificate that the identity provider signs with', async () => {
    const before = certificatesIn(org);
    org.state.components.delete('Certificate:SalesforceSSO');
    const error = errorOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(error).to.include({ name: 'CertificateHiddenError', exitCode: 1 });
    expect(error.message).to.contain('SalesforceSSO');
    expect(certificatesIn(org)).to.deep.equal(before);
  });

  const settings = 'IdentityProviderSettings:IdentityProvider';

  it('does not count as off: an identity provider that publishes its metadata', async () => {
    org.state.options.unreadableComponents = [settings];
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

  for (const [situation, action] of [
    ['an outage', { kind: 'status', status: 503 }],
    ['a connection that breaks', { kind: 'reset' }],
    ['half a document', { kind: 'status', status: 200, contentType: 'application/xml', body: '<EntityDescriptor' }],
    ['a refusal', { kind: 'status', status: 403 }],
  ] as const) {
    it(`does not count as off: an identity provider whose metadata cannot be read for ${situation}`, async () => {
      org.state.options.unreadableComponents = [settings];
      org.inject({ path: /samlidp\.xml/, times: -1, action });
      const error = errorOf(await runCommand(SsoDeploy, org, ...REALM, '--certificate-name', 'Another'));
      expect(error).to.include({ name: 'IdentityProviderUnreadableError', exitCode: 1 });
      expect(signingCertificate(org)).to.equal('SalesforceSSO');
      expect(Object.keys(certificatesIn(org))).to.deep.equal(['SalesforceSSO']);
    });
  }

  it('is set up if its metadata could be read at the second try only, after whatever refusal', async () => {
    await org.stop();
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    org.state.options.unreadableComponents = [settings];
    for (const status of [401, 403, 500]) {
      const fault = org.inject({ path: /samlidp\.xml/, action: { kind: 'status', status } });
      const { finding } = resultOf(await runCommand(SsoPreview, org, ...REALM));
      expect([finding, fault.hits], String(status)).to.deep.equal(['changes', 1]);
    }
  });

  for (const [situation, action] of [
    ['nothing', { kind: 'status', status: 404 }],
    ['a page', { kind: 'status', status: 200, contentType: 'text/html', body: '<html><body>Log in</body></html>' }],
  ] as const) {
    it(`counts as off: an identity provider with ${situation} instead of its metadata`, async () => {
      await org.stop();
      org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
      org.state.options.unreadableComponents = [settings];
      org.inject({ path: /samlidp\.xml/, times: -1, action });
      const { changes } = resultOf(await runCommand(SsoPreview, org, ...REALM));
      expect(changes.find(({ step }) => step === 'identity-provider')).to.include({ action: 'create' });
    });
  }

  it('is not chosen anew: the certificate of an identity provider that is on, publishes it, and does not name it', async () => {
    const body = identityProviderMetadata(org.state) ?? '';
    org.inject({
      path: /samlidp\.xml/,
      times: -1,
      action: { kind: 'status', status: 200, contentType: 'application/xml', body },
    });
    const { files = new Map<string, Buffer>() } = org.state.components.get(settings) ?? {};
    for (const [path, content] of files) {
      files.set(path, Buffer.from(content.toString('utf8').replace(/\s*<certificateName>.*<\/certificateName>/, '')));
    }
    const error = errorOf(await runCommand(SsoDeploy, org, ...REALM, '--certificate-name', 'Another'));
    expect(error).to.include({ name: 'IdentityProviderUnreadableError', exitCode: 1 });
    expect(Object.keys(certificatesIn(org))).to.deep.equal(['SalesforceSSO']);
  });

  it('is not created again: an app that is listed', async () => {
    org.state.options.unreadableComponents = ['ConnectedApp:Twilio_Frontline'];
    const error = errorOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(error).to.include({ name: 'AppUnreadableError', exitCode: 1 });
  });

  for (const [what, before, after] of [
    ['made', false, true],
    ['deleted', true, false],
  ] as const) {
    it(`is looked at again: an app that is ${what} between two answers of the org`, async () => {
      const key = 'ConnectedApp:Twilio_Frontline';
      const component = org.state.components.get(key);
      const put = (isThere: boolean): void => {
        org.state.components.delete(key);
        if (isThere && component !== undefined) {
          org.state.components.set(key, component);
        }
      };
      const inspect = async (): Promise<unknown> =>
        (await inspectOrg(await connectionTo(org), { appName: 'Twilio_Frontline' })).app?.names.app;
      org.clearLog();
      put(before);
      expect(await inspect()).to.equal(before ? 'Twilio_Frontline' : undefined);
      for (let held = org.log.length - 1; held >= 0; held--) {
        put(before);
        const [found] = await interleaved(org, held, inspect, () => Promise.resolve(put(after)));
        expect(found.error, `held at ${held}`).to.equal(undefined);
      }
      expect(await inspect()).to.equal(after ? 'Twilio_Frontline' : undefined);
    });
  }

  it('counts as a service provider: an app that is listed', async () => {
    addServiceProvider(org, 'Partner_Portal');
    org.state.options.unreadableComponents = ['ConnectedApp:Partner_Portal'];
    const { serviceProviders } = await inspectOrg(await connectionTo(org), {
      appName: 'Twilio_Frontline',
      serviceProviders: true,
    });
    expect(serviceProviders).to.include('Partner_Portal');
    const error = errorOf(await runCommand(SsoDelete, org, '--include-certificate', '--no-prompt'));
    expect(error).to.include({ name: 'IdentityProviderInUseError', exitCode: 1 });
    expect(error.message).to.contain('Partner_Portal');
  });
});
