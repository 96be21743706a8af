import { setClock } from '../../plugin/http/clock.ts';
import { ENDS, failEach, SCENARIOS } from '../setup/deploy/partial-work.ts';
import { instantClock } from '../support/instant-clock.ts';

describe('work that ends before it is complete', () => {
  before(() => setClock(instantClock()));
  after(() => setClock());

  for (const scenario of SCENARIOS) {
    for (const [kind, end] of Object.entries(ENDS)) {
      it(`in ${scenario.name} is reported as incomplete, whichever deployment is ${kind}`, async function () {
        this.timeout(60_000);
        await failEach(scenario, end);
      });
    }
  }
});
