import { expect } from 'chai';
import { alone, deployedAndDeleted, deployedTwice, type Creation } from '../interruption/two-at-once.ts';

const KINDS: Array<[kind: string, creation: Creation]> = [
  ['a connected app', 'allowed'],
  ['an external client app', 'blocked'],
];

describe('two commands at once', () => {
  for (const [kind, creation] of KINDS) {
    it(`leave the org as one deploy would, with ${kind}, and renew no key that was handed over`, async function () {
      this.timeout(1_200_000);
      const { requests, setup } = await alone(creation);
      const stopped: string[] = [];
      const moved: number[] = [];
      for (let held = 0; held < requests; held++) {
        const run = await deployedTwice(creation, held, setup);
        stopped.push(...run.stopped);
        moved.push(...(run.moved ? [held] : []));
      }
      // A deployment cannot have a condition. So if it is held after its last look, it makes a certificate that exists by
      // then. The command reports that.
      expect(stopped.filter((name) => name === 'CertificateRenewedError')).to.have.length(1);
      // At the same moment, an external client app gets another id, and the grants stay on the earlier id.
      expect(moved).to.have.length(creation === 'blocked' ? 1 : 0);
      expect(stopped).to.include('OrgChangedMeanwhileError');
    });
  }

  it('end without a false result, if one deletes what the other sets up', async function () {
    this.timeout(1_200_000);
    const { requests, setup } = await alone();
    for (let held = 0; held < requests; held++) {
      await deployedAndDeleted(held, setup);
    }
  });
});
