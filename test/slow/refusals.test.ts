import { deployRefused, everyRefusal } from '../support/refusing-orgs.ts';

describe('a deploy in an org that refuses a part of it', () => {
  it('comes to the same end, whatever the org refuses and in whatever words', async function () {
    this.timeout(1_200_000);
    for (const options of everyRefusal()) {
      await deployRefused(options);
    }
  });
});
