import { KILLED_SCENARIOS, Killing } from './killing.ts';

/** The first scenario of each command. */
const ONE_OF_EACH = KILLED_SCENARIOS.filter(
  ({ command }, index) => KILLED_SCENARIOS.findIndex((other) => other.command === command) === index,
);

describe('a sample of the processes that are killed, each command once', () => {
  let killing: Killing;

  before(() => {
    killing = Killing.start();
  });
  after(() => killing.stop());

  for (const [index, scenario] of ONE_OF_EACH.entries()) {
    it(`in ${scenario.name}, at one of its requests, is made up for by the next run`, async () => {
      const { points, setup } = await killing.undisturbed(scenario);
      // Another place from command to command.
      const point = points[(index * 5 + 7) % points.length];
      await killing.killAndFinish(scenario, point!, setup);
    });
  }
});
