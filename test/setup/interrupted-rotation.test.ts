import type { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/metadata-source.ts';
import type { RotationStep } from '../../plugin/setup/plan-rotation.ts';
import { rotateCertificate, type RotationReport } from '../../plugin/setup/rotate-certificate.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { connectionTo } from '../support/connection.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { interruptionsOf, runCutOff, type Interruption } from '../support/interruption.ts';
import { certificatesIn, signingCertificate } from '../support/rotation.ts';

const STEPS: RotationStep[] = ['create', 'activate', 'retire'];

async function run(org: EmulatedOrg, step: RotationStep, milliseconds = 60_000): Promise<RotationReport> {
  return rotateCertificate(
    await connectionTo(org),
    {
      step,
      appName: 'Twilio_Frontline',
      appType: 'auto',
      serviceProvider: frontline,
      sourceDirectory: SHIPPED_SOURCE,
      organizationId: org.state.organizationId,
    },
    {
      dryRun: false,
      deadline: Date.now() + milliseconds,
      approve: () => Promise.resolve(true),
      now: () => new Date(),
    },
  );
}

/** An org in which everything before a step is done. */
async function startBefore(step: RotationStep): Promise<EmulatedOrg> {
  const org = await startDeployedOrg();
  for (const earlier of STEPS.slice(0, STEPS.indexOf(step))) {
    await run(org, earlier);
  }
  org.clearLog();
  return org;
}

/** The operations of a whole step, and what it leads to. */
async function wholeStep(step: RotationStep): Promise<{ operations: string[]; setup: unknown }> {
  const org = await startBefore(step);
  try {
    await run(org, step);
    return { operations: org.log.map(({ operation }) => operation), setup: setupOf(org) };
  } finally {
    await org.stop();
  }
}

/** Names alone, since keys differ from org to org. */
function setupOf(org: EmulatedOrg): unknown {
  return { certificates: Object.keys(certificatesIn(org)), signing: signingCertificate(org) };
}

async function cutAndFinish(step: RotationStep, cut: Interruption, setup: unknown): Promise<void> {
  const situation = `${step}: ${cut.situation}`;
  const org = await startBefore(step);
  try {
    const before = certificatesIn(org);
    const error = await runCutOff(org, cut, () => run(org, step));
    const between = certificatesIn(org);
    const { outcome, handOff, verification } = await run(org, step);
    expect(['changed', 'unchanged'], situation).to.contain(outcome);
    expect(setupOf(org), situation).to.deep.equal(setup);
    expect(error?.name, situation).not.to.equal('TypeError');
    const after = certificatesIn(org);
    for (const [name, pem] of Object.entries(after)) {
      expect(between[name] ?? before[name] ?? pem, `${situation}, ${name}`).to.equal(pem);
    }
    expect(handOff?.certificate, situation).to.equal(step === 'retire' ? undefined : after['SalesforceSSO_2']);
    expect(verification?.ok, situation).to.equal(step === 'activate' ? true : undefined);
  } finally {
    await org.stop();
  }
}

describe('a rotation that is cut off', () => {
  for (const step of STEPS) {
    it(`at any request of the step ${step} is finished by the next run, and no key is renewed`, async function () {
      this.timeout(120_000);
      const { operations, setup } = await wholeStep(step);
      const cuts = interruptionsOf(operations);
      expect(cuts.length).to.be.greaterThan(15);
      for (const cut of cuts) {
        await cutAndFinish(step, cut, setup);
      }
    });
  }

  it('by its deadline tells the deployment, and the next run hands over what the org holds in the end', async () => {
    const org = await startDeployedOrg({ pollsUntilDone: 1 });
    try {
      const error = (await run(org, 'create', -1).catch((reason: Error) => reason)) as SfError;
      expect(error).to.include({ name: 'DeploymentPendingError', exitCode: 69 });
      expect(signingCertificate(org)).to.equal('SalesforceSSO');
      const { handOff } = await run(org, 'create');
      expect(handOff?.certificateName).to.equal('SalesforceSSO_2');
      expect(handOff?.certificate).to.equal(certificatesIn(org)['SalesforceSSO_2']);
    } finally {
      await org.stop();
    }
  });
});
