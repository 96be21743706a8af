import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { deploySso, type DeployOptions } from '../../../plugin/setup/deploy/deploy-sso.ts';
import { rotateCertificate } from '../../../plugin/setup/rotate/rotate-certificate.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../../support/connection.ts';
import { ACTIVATE, ageCertificate, certificatesIn, rotate, signingCertificate } from '../../support/rotation.ts';
import { resultOf, runCommand } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('an identity provider that somebody else changes', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
  });

  afterEach(() => org.stop());

  /** What an administrator does in Setup. */
  function set(enabled: boolean, certificateName = signingCertificate(org) ?? ''): void {
    const files =
      org.state.components.get('IdentityProviderSettings:IdentityProvider')?.files ?? new Map<string, Buffer>();
    for (const [path, content] of files) {
      const text = content
        .toString('utf8')
        .replace(/(?<=<enableIdentityProvider>)\w+/, String(enabled))
        .replace(/(?<=<certificateName>)\w+/, certificateName);
      files.set(path, Buffer.from(text));
    }
  }

  /** Carries on with a plan that was looked at while somebody gave the identity provider another certificate. */
  function whileSetElsewhere(): Omit<DeployOptions, 'approve' | 'onStage'> & { approve: () => Promise<boolean> } {
    return {
      dryRun: false,
      now: () => new Date(),
      approve: () => {
        set(true, 'PartnerPortal');
        return Promise.resolve(true);
      },
    };
  }

  async function expectStopped(work: Promise<unknown>): Promise<void> {
    const error = await work.then(
      () => undefined,
      (failure: Error) => failure,
    );
    expect(error).to.include({ name: 'OrgChangedMeanwhileError' });
    expect(error?.message).to.contain('IdentityProvider on with PartnerPortal');
    expect(signingCertificate(org)).to.equal('PartnerPortal');
  }

  it('is not overwritten, if it was switched on while the plan was looked at', async () => {
    resultOf(await rotate(org, '--certificate-name', 'PartnerPortal'));
    set(false);
    await expectStopped(deploySso(await connectionTo(org), freshRequest(), whileSetElsewhere()));
  });

  it('is not switched to a successor, if it was given another certificate while the plan was looked at', async () => {
    resultOf(await rotate(org, '--certificate-name', 'PartnerPortal'));
    resultOf(await rotate(org));
    const request = {
      step: 'activate',
      appName: 'Twilio_Frontline',
      appType: 'auto',
      serviceProvider: frontline,
      sourceDirectory: SHIPPED_SOURCE,
      organizationId: org.state.organizationId,
    } as const;
    await expectStopped(rotateCertificate(await connectionTo(org), request, whileSetElsewhere()));
  });

  it('comes back with the certificate that Twilio has, if it was switched off after a rotation', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    set(false);
    const { changes } = resultOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(changes.filter(({ action }) => action !== 'keep').map(({ target }) => target)).to.deep.equal([
      'IdentityProvider',
    ]);
    expect(signingCertificate(org)).to.equal('SalesforceSSO_2');
  });

  it('comes back with the certificate of the source, if the one it had has expired', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    ageCertificate(org, 'SalesforceSSO_2', 400);
    set(false);
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(signingCertificate(org)).to.equal('SalesforceSSO');
  });

  it('is given the certificate that exists, whatever the case of the letters in which it is named', async () => {
    const before = certificatesIn(org);
    const named = ['--certificate-name', 'salesforcesso', '--replace-certificate', '--no-prompt'];
    expect(resultOf(await runCommand(SsoDeploy, org, ...REALM, ...named)).outcome).to.equal('unchanged');
    expect(certificatesIn(org)).to.deep.equal(before);
  });
});
