import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import type { WorkOptions } from '../deploy/work.ts';
import { deploymentError } from '../deploy/deployment-error.ts';
import { deployStage, validateStage } from '../deploy/one-stage.ts';
import { notToDeployTwice, type Stage } from '../deploy/stages.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { certificateNamed, type InspectedCertificate } from '../inspect/inspected-certificate.ts';
import type { RotationPlan } from './plan-rotation.ts';

export type CarryOutOptions = {
  /** Validate on the server, and change nothing. */
  dryRun: boolean;
  onProgress?: (progress: DeploymentProgress) => void;
};

/**
 * Does what a rotation has planned, in one deployment at most.
 *
 * @returns ids of the deployments that were made.
 * @throws OrgChangedMeanwhile, CertificateRenewed, DeploymentFailed and the like.
 */
export async function carryOutRotation(
  connection: Connection,
  plan: RotationPlan,
  actual: ActualSetup,
  options: CarryOutOptions,
): Promise<string[]> {
  switch (plan.action) {
    case 'keep':
      return [];
    case 'delete':
      return [await deleteCertificate(connection, plan.deletion, options)];
    case 'create':
    case 'switch': {
      const components = [plan.component];
      const mustNotExist = plan.action === 'create' ? notToDeployTwice(components) : [];
      const before = plan.action === 'switch' ? { enabled: true, certificateName: plan.from } : undefined;
      const stage: Stage = {
        name: 'identity-provider',
        components,
        mustNotExist,
        ...(before === undefined ? {} : { identityProvider: before }),
      };
      return options.dryRun
        ? (await validateStage(connection, stage, { actual }, stageOptions(options))).ids
        : [await deployStage(connection, stage, actual, stageOptions(options))];
    }
  }
}

function stageOptions({ onProgress }: CarryOutOptions): WorkOptions {
  return { onStage: (_stage, progress) => progress && onProgress?.(progress) };
}

async function deleteCertificate(
  connection: Connection,
  deletion: { type: string; fullName: string },
  { dryRun, onProgress }: CarryOutOptions,
): Promise<string> {
  const outcome = await deployChanges(
    connection,
    { deletions: [deletion] },
    { checkOnly: dryRun, mayRepeat: true, ...(onProgress === undefined ? {} : { onProgress }) },
  );
  if (outcome.outcome !== 'succeeded') {
    throw deploymentError(outcome, []);
  }
  return outcome.id;
}

/**
 * The org is asked again, since a deployment can succeed and change nothing, or more than it was asked to.
 *
 * @throws CertificateRenewed, SetupNotAsPlanned.
 */
export function refuseRotationLeftovers(plan: RotationPlan, before: ActualSetup, after: ActualSetup): void {
  const renewed = before.certificates.find((certificate) => {
    const [then, now] = [certificate, certificateNamed(certificate.name, after.certificates)].map(contentOf);
    return then !== undefined && now !== undefined && then !== now;
  });
  if (renewed !== undefined) {
    throw setupError('CertificateRenewed', { tokens: [renewed.name] });
  }
  if (!isDone(plan, after)) {
    throw setupError('SetupNotAsPlanned', { tokens: [plan.certificate ?? ''] });
  }
}

/** What distinguishes a certificate from another of the same name. Undefined if the org does not give the content. */
function contentOf(certificate: InspectedCertificate): string | undefined {
  return certificate.ok ? certificate.certificate.fingerprint : certificate.reason;
}

function isDone(plan: RotationPlan, { certificateNames, identityProvider }: ActualSetup): boolean {
  switch (plan.action) {
    case 'keep':
      return true;
    case 'create':
      return certificateNames.includes(plan.certificate);
    case 'switch':
      return identityProvider.certificateName === plan.certificate;
    case 'delete':
      return !certificateNames.includes(plan.certificate);
  }
}
