import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { rotateCertificate, type RotationReport } from '../../plugin/setup/rotate/rotate-certificate.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo } from '../support/connection.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { certificatesIn, signingCertificate } from '../support/rotation.ts';

async function makeSuccessor(org: EmulatedOrg, milliseconds: number): Promise<RotationReport> {
  return rotateCertificate(
    await connectionTo(org, milliseconds),
    {
      step: 'create',
      appName: 'Twilio_Frontline',
      appType: 'auto',
      serviceProvider: frontline,
      sourceDirectory: SHIPPED_SOURCE,
      organizationId: org.state.organizationId,
    },
    {
      dryRun: false,
      approve: () => Promise.resolve(true),
      now: () => new Date(),
    },
  );
}

describe('a rotation that is cut off by its deadline', () => {
  it('names the deployment, and the next run hands over what the org has in the end', async () => {
    const org = await startDeployedOrg({ identityProvider: 'off', pollsUntilDone: 1 });
    try {
      const error = (await makeSuccessor(org, -1).catch((reason: Error) => reason)) as SfError;
      expect(error).to.include({ name: 'DeploymentPendingError', exitCode: 69 });
      expect(signingCertificate(org)).to.equal('SalesforceSSO');
      const { handOver } = await makeSuccessor(org, 60_000);
      expect(handOver?.certificateName).to.equal('SalesforceSSO_2');
      expect(handOver?.certificate).to.equal(certificatesIn(org)['SalesforceSSO_2']);
    } finally {
      await org.stop();
    }
  });
});
