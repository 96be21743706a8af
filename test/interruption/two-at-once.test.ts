import { expect } from 'chai';
import { assignAccess, type AccessOutcome } from '../../plugin/setup/access/manage-access.ts';
import { connectionTo } from '../support/connection.ts';
import { alone, deploy, deployedAndDeleted, deployedTwice, interleaved, start } from './two-at-once.ts';

describe('two commands at once', () => {
  it('that give the same access report it as given exactly once', async () => {
    for (const held of [0, 1, 2, 3, 4]) {
      const org = await start();
      try {
        await deploy(org);
        org.clearLog();
        const assign = async (): Promise<AccessOutcome> =>
          assignAccess(
            await connectionTo(org),
            { appName: 'Twilio_Frontline', appType: 'auto' },
            { profiles: ['Standard User'], permissionSets: [] },
          );
        const ends = await interleaved(org, held, assign, assign);
        const outcomes = ends.map(({ report }) => report as unknown as AccessOutcome | undefined);
        expect(
          outcomes.map((outcome) => outcome?.done.length),
          `held at ${held}`,
        ).to.have.members([0, 1]);
        expect(
          outcomes.map((outcome) => outcome?.already.length),
          `held at ${held}`,
        ).to.have.members([0, 1]);
      } finally {
        await org.stop();
      }
    }
  });

  describe('in a sample of the moments', () => {
    for (const part of [0.1, 0.5, 0.9]) {
      it(`leave the org as one deploy would, if the second one starts after ${100 * part} % of the first one`, async () => {
        const { requests, setup } = await alone('blocked');
        await deployedTwice('blocked', Math.floor(requests * part), setup);
      });
    }

    it('end without a false result, if one deletes what the other sets up', async () => {
      const { requests, setup } = await alone();
      await deployedAndDeleted(Math.floor(requests / 2), setup);
    });
  });
});
