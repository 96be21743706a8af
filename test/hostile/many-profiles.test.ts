import { expect } from 'chai';
import type { Principal } from '../../plugin/salesforce/org/access.ts';
import { deploySso } from '../../plugin/setup/deploy/deploy-sso.ts';
import { findProfiles } from '../../plugin/setup/access/principals.ts';
import { startEmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo, freshRequest } from '../support/connection.ts';
import { processorMilliseconds } from '../support/processor-time.ts';

describe('an org with ten thousand profiles', () => {
  it('is set up for a thousand of them, with one request for every 200 grants', async function () {
    this.timeout(60_000);
    const org = await startEmulatedOrg({ connectedAppCreation: 'allowed', customProfiles: 10_000 });
    try {
      const profiles = Array.from({ length: 1000 }, (_, index) => `Custom Profile ${index + 1}`);
      const request = freshRequest();
      const report = await deploySso(
        await connectionTo(org, 600_000),
        { ...request, settings: { ...request.settings, profiles } },
        {
          dryRun: false,
          approve: () => Promise.resolve(true),
          now: () => new Date(),
        },
      );
      expect(report.actual.grants).to.have.length(1000);
      const asked = org.log.map(({ operation }) => operation);
      expect(asked.filter((operation) => operation.startsWith('POST composite')).length).to.equal(5);
      expect(asked.length).to.be.lessThan(70);
    } finally {
      await org.stop();
    }
  });

  it('is searched for all of them in one pass', () => {
    const principals = Array.from({ length: 10_000 }, (_, index): Principal => {
      const label = `Custom Profile ${index}`;
      return { kind: 'profile', permissionSetId: `0PS${index}`, name: label, label, profileId: `00e${index}` };
    });
    const names = principals.map(({ label }) => ` ${label.toUpperCase()} `);
    let found: Principal[] = [];
    const milliseconds = processorMilliseconds(() => {
      found = findProfiles(names, { principals, profileIds: new Map() });
    });
    expect(found).to.deep.equal(principals);
    // To compare each name with each profile would take seconds.
    expect(milliseconds).to.be.lessThan(1000);
  });
});
