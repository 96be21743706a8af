import { expect } from 'chai';
import { setClock } from '../../../plugin/http/clock.ts';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { instantClock } from '../../support/instant-clock.ts';
import { errorOf, runCommand } from '../../support/run-command.ts';
import { ENDS, failDeployment, failEach, ONE_BY_ONE, REFUSED, SCENARIOS } from './partial-work.ts';

/** Every command once; all of them with every end are in test/slow. */
const SAMPLE = SCENARIOS.map((scenario, index) => {
  const ends = Object.entries(ENDS);
  return { scenario, end: ends[index % ends.length]! };
});

describe('work that ends before it is complete', () => {
  before(() => setClock(instantClock()));
  after(() => setClock());

  for (const {
    scenario,
    end: [kind, end],
  } of SAMPLE) {
    it(`in ${scenario.name} is reported as incomplete, whichever deployment is ${kind}`, async () => {
      await failEach(scenario, end);
    });
  }

  it('names what was done: access that was revoked, and what was switched off', async () => {
    const org = await startDeployedOrg(ONE_BY_ONE);
    try {
      failDeployment(org, 2, REFUSED);
      const error = errorOf(await runCommand(SsoDelete, org, '--include-certificate', '--no-prompt'));
      expect(error.name).to.equal('DeploymentFailedHalfwayError');
      expect(error.data).to.deep.include({
        done: [
          'access of profile System Administrator',
          'access of permission set Twilio_Frontline_Agent',
          'ConnectedApp Twilio_Frontline',
          'PermissionSet Twilio_Frontline_Agent',
          'IdentityProviderSettings IdentityProvider',
        ],
      });
    } finally {
      await org.stop();
    }
  });
});
