import { expect } from 'chai';
import {
  alone,
  deployedAndDeleted,
  deployedSideBySide,
  deployedTwice,
  PLATFORMS,
  type Platform,
  type Twice,
} from '../interruption/two-at-once.ts';

const ALL = Object.keys(PLATFORMS) as Platform[];

/** How many requests lie between two moments at which a second command starts. Both commands go on from there as they do. */
const STRIDE = 3;

describe('two commands at once', () => {
  for (const platform of ALL) {
    it(`leave the org as one deploy would, with ${platform}, wherever the first one is held`, async function () {
      this.timeout(1_200_000);
      const { requests, setup } = await alone(platform);
      const ends: Twice[] = [];
      for (let held = 0; held < requests; held++) {
        ends.push(await deployedTwice(platform, held, setup));
      }
      // A deployment cannot have a condition. So if it is held after its last look, it makes a certificate that exists by
      // then. The command says so. In parts, the certificate is sent twice: with everything, and by itself.
      expect(ends.filter(({ renewed }) => renewed)).to.have.length(platform.endsWith('in parts') ? 2 : 1);
      expect(ends.flatMap(({ stopped }) => stopped)).to.deep.equal([]);
    });

    it(`both hand over what is true in the end, with ${platform}, whenever the second one starts`, async function () {
      this.timeout(1_200_000);
      const { requests, setup } = await alone(platform);
      for (let lead = 0; lead < requests; lead += STRIDE) {
        await deployedSideBySide(platform, lead, setup);
      }
    });
  }

  for (const platform of ['a connected app, in one deployment', 'a connected app, in parts'] as const) {
    it(`end without a false result, with ${platform}, if one deletes what the other sets up`, async function () {
      this.timeout(1_200_000);
      const { requests, setup } = await alone(platform);
      for (let held = 0; held < requests; held++) {
        await deployedAndDeleted(platform, held, setup);
      }
    });
  }
});
