import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { assignAccess, type AccessOutcome } from '../../plugin/setup/access/manage-access.ts';
import { connectionTo } from '../support/connection.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { rotateCertificate, type RotationReport } from '../../plugin/setup/rotate/rotate-certificate.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { certificatesIn, signingCertificate } from '../support/rotation.ts';
import {
  alone,
  atOnce,
  deploy,
  deployedAndDeleted,
  deployedAtOnce,
  deployedSideBySide,
  deployedTwice,
  interleaved,
  PLATFORMS,
  start,
  type Platform,
} from './two-at-once.ts';

async function makeSuccessor(org: EmulatedOrg): Promise<RotationReport> {
  const app = { appName: 'Twilio_Frontline', appType: 'auto', serviceProvider: frontline } as const;
  return rotateCertificate(
    await connectionTo(org),
    { step: 'create', ...app, sourceDirectory: SHIPPED_SOURCE, organizationId: org.state.organizationId },
    { dryRun: false, approve: () => Promise.resolve(true), now: () => new Date() },
  );
}

const ALL = Object.keys(PLATFORMS) as [Platform, ...Platform[]];

describe('two commands at once', () => {
  it('that give the same access report it as given exactly once', async () => {
    for (const held of [0, 1, 2, 3, 4]) {
      const org = await start('a connected app, in one deployment');
      try {
        await deploy(org);
        org.clearLog();
        const assign = async (): Promise<AccessOutcome> =>
          assignAccess(
            await connectionTo(org),
            { appName: 'Twilio_Frontline', appType: 'auto' },
            { profiles: ['Standard User'], permissionSets: [], usernames: [] },
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

  for (const platform of ALL) {
    it(`that deploy at the same moment both hand over what is true in the end, with ${platform}`, async () => {
      const { setup } = await alone(platform);
      await deployedAtOnce(platform, setup);
    });
  }

  it('that make the same successor at the same moment hand over the key that the org has in the end, or say so', async () => {
    const org = await startDeployedOrg({ pollsUntilDone: 25 });
    try {
      const ends = await atOnce(org, makeSuccessor);
      const inForce = certificatesIn(org)[`${signingCertificate(org)}_2`];
      expect(inForce).to.be.a('string');
      const reports = ends.flatMap(({ report }) => report ?? []) as unknown as RotationReport[];
      expect(reports.map(({ handOver }) => handOver?.certificate)).to.deep.equal([inForce]);
      const [error] = ends.flatMap((end) => end.error ?? []) as SfError[];
      expect(error?.name).to.equal('CertificateRenewedError');
      expect(error?.actions?.join()).to.contain('sf frontline certificate rotate again');
    } finally {
      await org.stop();
    }
  });

  describe('in a sample of the moments', () => {
    for (const [index, platform] of ALL.entries()) {
      const part = (index + 1) / (ALL.length + 1);
      const moment = `${Math.round(100 * part)} % of the first one`;

      it(`leave the org as one deploy would, if the second one runs after ${moment}, with ${platform}`, async () => {
        const { requests, setup } = await alone(platform);
        await deployedTwice(platform, Math.floor(requests * part), setup);
      });

      it(`both hand over what is true in the end, if the second one starts after ${moment}, with ${platform}`, async () => {
        const { requests, setup } = await alone(platform);
        await deployedSideBySide(platform, Math.floor(requests * part), setup);
      });
    }

    it('end without a false result, if one deletes what the other sets up', async () => {
      const [platform] = ALL;
      const { requests, setup } = await alone(platform);
      await deployedAndDeleted(platform, Math.floor(requests / 2), setup);
    });
  });
});
