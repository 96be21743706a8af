import { KILLED_SCENARIOS, Killing } from './killing.ts';

/** The first scenario of each command. */
const ONE_OF_EACH = KILLED_SCENARIOS.filter(
  ({ command }, index) => KILLED_SCENARIOS.findIndex((other) => other.command === command) === index,
);

describe('a sample of processes that are killed, with each command once', () => {
  let killing: Killing;

  before(() => {
    killing = Killing.start(ONE_OF_EACH.length);
  });
  after(() => killing.stop());

  for (const [index, scenario] of ONE_OF_EACH.entries()) {
    it(`in ${scenario.name}, at one of its requests, is completed by the next run`, async () => {
      const { points, setup } = await killing.undisturbed(scenario);
      // Each command is killed at another request.
      const point = points[(index * 5 + 7) % points.length];
      await killing.killAndFinish(scenario, point!, setup);
    });
  }
});
