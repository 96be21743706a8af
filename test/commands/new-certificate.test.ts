import { expect } from 'chai';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { clock, currentTime, setClock } from '../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { shareKeyPairs } from '../org/certificate/share-key-pairs.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { errorOf, resultOf, runCommand } from '../support/run-command.ts';

describe('a certificate that an org has just made', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  /** An org whose time passes as the commands wait. */
  async function start(certificateReadableAfter: number): Promise<void> {
    setClock(instantClock());
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      clock: currentTime,
      certificateReadableAfter,
    });
  }

  it('is read again until it can be read, and then handed over', async () => {
    await start(20_000);
    const { handOff } = resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(handOff?.certificate).to.equal(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem);
  });

  it('is missed after half a minute, and the error names it', async () => {
    await start(600_000);
    const begun = clock().now();
    const error = errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(error.name).to.equal('CertificateUnreadableError');
    expect(error.message).to.contain('SalesforceSSO');
    expect(clock().now() - begun).to.be.within(30_000, 60_000);
  });

  it('is read again as the successor in a rotation too', async () => {
    await start(0);
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    org.state.options.certificateReadableAfter = 20_000;
    await clock().wait(60_000);
    const { handOff, certificates } = resultOf(await runCommand(CertificateRotate, org));
    expect(handOff?.certificate).to.equal(org.state.certificateKeys.get('SalesforceSSO_2')?.certificatePem);
    expect(certificates.successors[0]).to.have.property('fingerprint');
  });
});
