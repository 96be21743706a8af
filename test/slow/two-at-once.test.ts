import { expect } from 'chai';
import { alone, deployedAndDeleted, deployedTwice, type Creation } from '../interruption/two-at-once.ts';

const KINDS: Array<[kind: string, creation: Creation]> = [
  ['a connected app', 'allowed'],
  ['an external client app', 'blocked'],
];

describe('two commands at once', () => {
  for (const [kind, creation] of KINDS) {
    it(`leave the org as one deploy would have, with ${kind}, and renew no key that was handed over`, async function () {
      this.timeout(1_200_000);
      const { requests, setup } = await alone(creation);
      const stopped: string[] = [];
      const moved: number[] = [];
      for (let held = 0; held < requests; held++) {
        const run = await deployedTwice(creation, held, setup);
        stopped.push(...run.stopped);
        moved.push(...(run.moved ? [held] : []));
      }
      // A deployment knows no condition: held on its way, it makes a certificate that is there by then, and says so.
      expect(stopped.filter((name) => name === 'CertificateRenewedError')).to.have.length(1);
      // The same moment gives an external client app another id, and leaves the grants on the one of before.
      expect(moved).to.have.length(creation === 'blocked' ? 1 : 0);
      expect(stopped).to.include('OrgChangedMeanwhileError');
    });
  }

  it('end truthfully where one deletes what the other sets up', async function () {
    this.timeout(1_200_000);
    const { requests, setup } = await alone();
    for (let held = 0; held < requests; held++) {
      await deployedAndDeleted(held, setup);
    }
  });
});
