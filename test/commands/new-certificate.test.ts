import { expect } from 'chai';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { setClock } from '../../plugin/http/clock.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { shareKeyPairs } from '../org/certificate/share-key-pairs.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { instantClock } from '../support/instant-clock.ts';
import { errorOf, resultOf, runCommand } from '../support/run-command.ts';

describe('a certificate that an org has just made', () => {
  let org: EmulatedOrg;

  shareKeyPairs(2);
  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' });
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  /** Hides a certificate. It becomes readable once the command has waited that long. */
  function hide(name: string, milliseconds: number): void {
    const clock = instantClock();
    org.state.options.unreadableComponents = [`Certificate:${name}`];
    let waited = 0;
    setClock({
      ...clock,
      wait: (pause) => {
        waited += pause;
        if (waited >= milliseconds) {
          org.state.options.unreadableComponents = [];
        }
        return clock.wait(pause);
      },
    });
  }

  it('is read again until it can be read, and then handed over', async () => {
    hide('SalesforceSSO', 12_000);
    const { handOff } = resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(handOff?.certificate).to.equal(org.state.certificateKeys.get('SalesforceSSO')?.certificatePem);
  });

  it('is missed after half a minute, and the error names it', async () => {
    hide('SalesforceSSO', Infinity);
    const error = errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(error.name).to.equal('CertificateUnreadableError');
    expect(error.message).to.contain('SalesforceSSO');
  });

  it('is read again as the successor in a rotation too', async () => {
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    hide('SalesforceSSO_2', 12_000);
    const { handOff, certificates } = resultOf(await runCommand(CertificateRotate, org));
    expect(handOff?.certificate).to.equal(org.state.certificateKeys.get('SalesforceSSO_2')?.certificatePem);
    expect(certificates.successors[0]).to.have.property('fingerprint');
  });
});
