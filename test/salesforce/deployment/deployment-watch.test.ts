import { expect } from 'chai';
import { clock, currentTime, setClock } from '../../../plugin/http/clock.ts';
import { deployChanges } from '../../../plugin/salesforce/deployment/metadata-deployment.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { connectionTo } from '../../support/connection.ts';

const SECOND = 1000;
const COMPONENT = { fullName: 'Made', document: { type: 'PermissionSet', content: { label: ['Made'] } } };

describe('the looks at a deployment', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ clock: currentTime });
  });
  afterEach(async () => {
    setClock();
    await org.stop();
  });

  for (const [seconds, most] of [
    [0, 1],
    [3, 3],
    [10, 7],
    [60, 23],
  ] as const) {
    it(`are no more than ${most} if it takes ${seconds} s, and the last comes soon after its end`, async () => {
      const connection = await connectionTo(org);
      org.state.options.deployDuration = seconds * SECOND;
      const start = clock().now();
      const { outcome } = await deployChanges(connection, { components: [COMPONENT] }, { checkOnly: false });
      const late = clock().now() - start - seconds * SECOND;
      expect(outcome).to.equal('succeeded');
      const looks = org.log.filter(({ operation }) => operation.startsWith('GET metadata/deployRequest'));
      expect(looks.length).to.be.within(1, most);
      // Half of the time that it took, but a second at least, and three at most.
      expect(late).to.be.lessThan(Math.min(Math.max(SECOND, seconds * 500), 3 * SECOND) + 500);
    });
  }
});
