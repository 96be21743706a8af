import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { ACTIVATE, certificatesIn, rotate, signingCertificate } from '../../support/rotation.ts';
import { errorOf, resultOf } from '../../support/run-command.ts';

const YEAR = 366 * 86_400_000;

describe('certificate rotate, asked for a step that would cut users off', () => {
  let org: EmulatedOrg;
  /** Milliseconds by which the org's clock is ahead of the real time, or behind it if negative. */
  let shift: number;

  beforeEach(async () => {
    shift = 0;
    org = await startDeployedOrg({ identityProvider: 'off', clock: () => new Date(Date.now() + shift) });
  });

  afterEach(() => org.stop());

  async function refused(name: string, ...flags: string[]): Promise<string> {
    return (await refusal(name, ...flags)).message;
  }

  async function refusal(name: string, ...flags: string[]): Promise<SfError> {
    const before = { keys: certificatesIn(org), signing: signingCertificate(org) };
    org.clearLog();
    const error = errorOf(await rotate(org, ...flags));
    expect(error.name).to.equal(`${name}Error`);
    expect(error.actions ?? []).not.to.deep.equal([]);
    expect({ keys: certificatesIn(org), signing: signingCertificate(org) }).to.deep.equal(before);
    expect(org.log.filter(({ operation }) => /deployRequest/.test(operation))).to.deep.equal([]);
    return error;
  }

  it('refuses to activate before there is a successor', async () => {
    await refused('SuccessorMissing', ...ACTIVATE);
    await refused('SuccessorMissing', ...ACTIVATE, '--certificate-name', 'Nowhere');
  });

  it('says how to make the successor that is missing, with the name that was given', async () => {
    const { message, actions } = await refusal('SuccessorMissing', ...ACTIVATE, '--certificate-name', 'Nope');
    expect(message).to.contain('Nope');
    expect(actions?.join(' ')).to.match(
      /sf frontline certificate rotate --target-org \S+ --certificate-name Nope(?: |$)/,
    );
    expect(actions?.join(' ')).not.to.contain('name of its own');
    const unnamed = await refusal('SuccessorMissing', ...ACTIVATE);
    expect(unnamed.actions?.join(' ')).to.contain('If it has a name of its own, give the name with --certificate-name');
  });

  it('refuses to activate before the hand-over is confirmed, and shows the fingerprint to compare', async () => {
    const { handOff } = resultOf(await rotate(org));
    expect(await refused('HandOverNotConfirmed', '--activate')).to.contain(handOff?.certificateFingerprint);
    expect(await refused('HandOverNotConfirmed', '--activate', '--no-prompt')).to.contain('SalesforceSSO_2');
  });

  it('refuses to switch without consent, if nobody can be asked', async () => {
    resultOf(await rotate(org));
    await refused('ConfirmationMissing', '--activate', '--handed-over');
  });

  it('refuses to delete the certificate in use', async () => {
    resultOf(await rotate(org));
    expect(await refused('CertificateInUse', '--retire', '--no-prompt')).to.contain('SalesforceSSO"');
    await refused('CertificateInUse', '--retire', '--no-prompt', '--certificate-name', 'SalesforceSSO');
  });

  it('answers a wish to delete the certificate in use with the switch, not with a successor', async () => {
    resultOf(await rotate(org));
    for (const named of [[], ['--certificate-name', 'SalesforceSSO']]) {
      const { message, actions } = await refusal('CertificateInUse', '--retire', '--no-prompt', ...named);
      expect(message).to.contain('The identity provider signs with the certificate "SalesforceSSO"');
      expect(actions).to.have.lengthOf(1);
      expect(actions?.[0]).to.match(
        /switch to its successor first: sf frontline certificate rotate --target-org \S+ --activate$/,
      );
    }
  });

  it('refuses to delete a successor that was handed over', async () => {
    resultOf(await rotate(org));
    await refused('CertificateNotRetirable', '--retire', '--no-prompt', '--certificate-name', 'SalesforceSSO_2');
  });

  it('refuses to delete the old certificate without consent, if nobody can be asked', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, ...ACTIVATE));
    await refused('RetirementNotConfirmed', '--retire');
  });

  it('refuses to make the certificate in use its own successor', async () => {
    const { actions } = await refusal('CertificateInUse', '--certificate-name', 'SalesforceSSO');
    expect(actions).to.have.lengthOf(1);
    expect(actions?.[0]).to.contain('give another name or leave out --certificate-name');
  });

  it('refuses to choose between two successors', async () => {
    resultOf(await rotate(org));
    resultOf(await rotate(org, '--certificate-name', 'SalesforceSSO_3'));
    expect(await refused('CertificateAmbiguous', ...ACTIVATE)).to.contain('SalesforceSSO_2, SalesforceSSO_3');
    expect(resultOf(await rotate(org, ...ACTIVATE, '--certificate-name', 'SalesforceSSO_3')).outcome).to.equal(
      'changed',
    );
  });

  it('refuses to switch to a certificate that has expired, and makes another one instead', async () => {
    shift = -2 * YEAR;
    resultOf(await rotate(org));
    shift = 0;
    await refused('SuccessorExpired', ...ACTIVATE, '--certificate-name', 'SalesforceSSO_2');
    await refused('SuccessorExpired', '--certificate-name', 'SalesforceSSO_2');
  });

  it('refuses a name that no certificate can have', async () => {
    await refused('CertificateNameInvalid', '--certificate-name', 'two__underscores');
  });

  it('refuses --handed-over without --activate, and two steps at once', async () => {
    for (const flags of [['--handed-over'], ['--activate', '--retire'], ['--activate', '--status']]) {
      expect(errorOf(await rotate(org, ...flags)).exitCode, flags.join(' ')).to.equal(2);
    }
  });
});

describe('certificate rotate in an org that is not set up', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  it('says that the identity provider is off, and makes no certificate', async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
    for (const flags of [[], ['--status'], ACTIVATE]) {
      const error = errorOf(await rotate(org, ...flags));
      expect(error.name).to.equal('IdentityProviderOffError');
      expect(error.message).to.equal("The org's identity provider is off: it signs with no certificate.");
      expect(error.actions?.join(' ')).to.contain('sf frontline sso deploy');
    }
    expect(certificatesIn(org)).to.deep.equal({});
  });

  it('says that the app is missing, and makes no certificate', async () => {
    org = await startDeployedOrg({ identityProvider: 'off' });
    org.state.components.delete('ConnectedApp:Twilio_Frontline');
    expect(errorOf(await rotate(org)).name).to.equal('AppMissingError');
    expect(Object.keys(certificatesIn(org))).to.deep.equal(['SalesforceSSO']);
  });
});
