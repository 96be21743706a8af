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

  /** What was changed elsewhere, as the command tells it, and how often it showed a plan. */
  let told: string[];
  let shown: number;

  /** Carries on with a plan that was looked at while somebody changed the identity provider. */
  function whileSetElsewhere(change: () => unknown): Omit<DeployOptions, 'approve' | 'onStage'> & {
    approve: () => Promise<boolean>;
  } {
    [told, shown] = [[], 0];
    return {
      dryRun: false,
      now: () => new Date(),
      onChanged: (changed) => told.push(...changed),
      approve: () => {
        shown++;
        change();
        return Promise.resolve(true);
      },
    };
  }

  const setToPartnerPortal = (): void => set(true, 'PartnerPortal');

  it('is kept and handed over as it is, if it was switched on while the plan was looked at', async () => {
    resultOf(await rotate(org, '--certificate-name', 'PartnerPortal'));
    set(false);
    const options = whileSetElsewhere(setToPartnerPortal);
    const { outcome, handOver } = await deploySso(await connectionTo(org), freshRequest(), options);
    expect([outcome, handOver?.certificateName]).to.deep.equal(['unchanged', 'PartnerPortal']);
    expect([told, shown]).to.deep.equal([['IdentityProvider on with PartnerPortal'], 1]);
    expect(signingCertificate(org)).to.equal('PartnerPortal');
  });

  it('is switched on nevertheless, and the plan is shown again, if it was set to another certificate meanwhile', async () => {
    resultOf(await rotate(org, '--certificate-name', 'PartnerPortal'));
    set(false);
    const options = whileSetElsewhere(() => set(false, 'PartnerPortal'));
    const { outcome, handOver } = await deploySso(await connectionTo(org), freshRequest(), options);
    expect([outcome, handOver?.certificateName]).to.deep.equal(['changed', 'PartnerPortal']);
    expect(shown).to.equal(1);
  });

  it('is shown again with what it signs with now, before that is replaced', async () => {
    resultOf(await rotate(org, '--certificate-name', 'PartnerPortal'));
    const options = whileSetElsewhere(() => shown === 1 && setToPartnerPortal());
    const request = freshRequest();
    const replacing = { ...request.settings, certificateName: 'Newest', replaceCertificate: true };
    const asked: unknown[] = [];
    const { handOver } = await deploySso(
      await connectionTo(org),
      { ...request, settings: replacing },
      {
        ...options,
        approve: (plan) => {
          asked.push(plan.replacesCertificate?.from);
          return options.approve();
        },
      },
    );
    expect([asked, handOver?.certificateName]).to.deep.equal([['SalesforceSSO', 'PartnerPortal'], 'Newest']);
  });

  it('ends the command once the time is over, if somebody changes it again and again', async () => {
    set(false);
    let certificate = '';
    const options = whileSetElsewhere(() => undefined);
    const connection = await connectionTo(org, 60_000);
    const flip = (): void => {
      certificate = certificate === 'A' ? 'B' : 'A';
      set(false, certificate);
    };
    // Between the plan and the last look, each time.
    const ended = await deploySso(connection, freshRequest(), {
      ...options,
      now: () => new Date(),
      onStage: flip,
    }).catch((error: Error) => error);
    expect(ended).to.include({ name: 'OrgChangedMeanwhileError' });
    expect(told.length).to.be.greaterThan(3);
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
    const options = whileSetElsewhere(setToPartnerPortal);
    const ended = await rotateCertificate(await connectionTo(org), request, options).catch((error: Error) => error);
    expect(ended).to.include({ name: 'SuccessorMissingError' });
    expect([told, signingCertificate(org)]).to.deep.equal([
      ['IdentityProvider on with PartnerPortal'],
      'PartnerPortal',
    ]);
  });

  it('has been switched by a command that was killed, which the next one finds and does not undo', async () => {
    resultOf(await rotate(org));
    const request = {
      step: 'activate',
      appName: 'Twilio_Frontline',
      appType: 'auto',
      serviceProvider: frontline,
      sourceDirectory: SHIPPED_SOURCE,
      organizationId: org.state.organizationId,
    } as const;
    // The deployment of the killed command ends while this one shows its plan.
    const options = whileSetElsewhere(() => set(true, 'SalesforceSSO_2'));
    const { outcome, handOver, verification } = await rotateCertificate(await connectionTo(org), request, options);
    expect([outcome, handOver?.certificateName, verification?.ok]).to.deep.equal([
      'unchanged',
      'SalesforceSSO_2',
      true,
    ]);
    expect(shown).to.equal(1);
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
