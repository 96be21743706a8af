import { KILLED_SCENARIOS, Killing } from '../interruption/killing.ts';

describe('a process that is killed', () => {
  let killing: Killing;

  before(() => {
    killing = Killing.start();
  });
  after(() => killing.stop());

  for (const scenario of KILLED_SCENARIOS) {
    it(`in ${scenario.name}, before and after every change, is completed by the next run`, async function () {
      this.timeout(1_200_000);
      const { points, setup } = await killing.undisturbed(scenario);
      for (const point of points) {
        await killing.killAndFinish(scenario, point, setup);
      }
    });
  }
});
