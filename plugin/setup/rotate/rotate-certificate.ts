import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { readSetupSource } from '../../salesforce/source/metadata-source.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import { handOverValuesOf, nothingSigns, type HandOff } from '../inspect/hand-over-values.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { inspectOrg } from '../inspect/inspect-org.ts';
import { inspectCertificates, untilReadable } from '../inspect/inspected-certificate.ts';
import { carryOutRotation, refuseRotationLeftovers, type CarryOutOptions } from './carry-out-rotation.ts';
import { planRotation, type RotationPlan, type RotationStep } from './plan-rotation.ts';
import { untilUndisturbed, type DisturbedOptions } from '../deploy/look-again.ts';
import { orgBusy, planSettled, type SettleOptions } from '../deploy/plan-settled.ts';
import { untilQuiet } from '../deploy/read-back.ts';
import { componentName } from '../deploy/stages.ts';
import { orgSpelling } from '../../text/same-name.ts';
import { certificatesOf, familyOf, type Certificates } from './rotation-standing.ts';
import { verifySso, type VerifyReport } from '../verify/verify-sso.ts';

export type RotationQuestion = NamedApp & {
  serviceProvider: ServiceProvider;
  /** The certificate that is meant, instead of the one that follows from the org. */
  certificateName?: string;
};

export type RotationRequest = RotationQuestion & {
  step: RotationStep;
  sourceDirectory: string;
  organizationId: string;
};

/** How the certificates of an org stand. Service providers are named by their app's API name. */
export type RotationStanding = {
  certificates: Certificates;
  /** Other apps of the org that sign their users in with the same certificate. */
  otherServiceProviders: string[];
  /** Ids of deployments that are under way in the org, which may change all of it; where they were asked for. */
  underWay?: string[];
};

/**
 * What a step is about to do. It has the values for Twilio if the step is about a certificate that exists, so that a
 * person can compare them.
 */
export type RotationPreview = RotationStanding & { plan: RotationPlan; handOver?: HandOff };

export type RotationOptions = SettleOptions &
  DisturbedOptions &
  CarryOutOptions & {
    /** Shows what is to be done, and asks. Without the answer true, nothing is done. */
    approve: (preview: RotationPreview) => Promise<boolean>;
    now: () => Date;
  };

export type RotationReport = RotationPreview & {
  outcome: 'changed' | 'unchanged' | 'validated' | 'declined';
  /** Ids of the deployments that were made. */
  deployments: string[];
  /** After a switch, or where it had been made before: a driven sign-in. */
  verification?: VerifyReport;
};

/**
 * One step of the rotation of the identity provider's certificate: make a successor and hand it over, switch to it and
 * prove the sign-in, delete the old one. Where a rotation is follows from the org alone, so that a run that was cut off
 * is finished by the next one. A certificate that exists is never deployed.
 *
 * @throws the errors of `planRotation`, IdentityProviderOff, IdentityProviderWithoutCertificate, and CertificateRenewed if a key has changed.
 */
export async function rotateCertificate(
  connection: Connection,
  request: RotationRequest,
  options: RotationOptions,
): Promise<RotationReport> {
  let approved: RotationPlan | undefined;
  const isApproved = async (preview: RotationPreview): Promise<boolean> => {
    const asked = approved;
    approved = preview.plan;
    return (asked !== undefined && asksForNoMore(preview.plan, asked)) || options.approve(preview);
  };
  return untilUndisturbed(connection, () => attempt(connection, request, { ...options, approve: isApproved }), options);
}

/** Whether a step that was planned anew does nothing, or what was approved before. */
function asksForNoMore(plan: RotationPlan, approved: RotationPlan): boolean {
  const isSame = plan.action === approved.action && plan.certificate === approved.certificate;
  const isSameSwitch = plan.action !== 'switch' || (approved.action === 'switch' && plan.from === approved.from);
  return plan.action === 'keep' || (isSame && isSameSwitch);
}

async function attempt(
  connection: Connection,
  request: RotationRequest,
  options: RotationOptions,
): Promise<RotationReport> {
  const { before, preview } = await planSettled(
    connection,
    () => planStep(connection, request, options.now()),
    ({ preview: { plan } }) => !options.dryRun && plan.action !== 'keep',
    options,
  );
  const { plan } = preview;
  if (!(await options.approve(preview))) {
    return { ...preview, outcome: 'declined', deployments: [] };
  }
  const deployments = await carryOutRotation(connection, plan, before.actual, options);
  if (options.dryRun) {
    return { ...preview, outcome: 'validated', deployments };
  }
  await untilHandable(connection, plan, options);
  const after =
    plan.action === 'keep'
      ? before
      : await inspectRotation(connection, withBothCertificates(request, plan), options.now(), newCertificateOf(plan));
  refuseRotationLeftovers(plan, before.actual, after.actual);
  return {
    ...preview,
    certificates: after.certificates,
    outcome: plan.action === 'keep' ? 'unchanged' : 'changed',
    deployments,
    ...handedOver(after.actual, plan, request, options.now()),
    ...(plan.step === 'activate'
      ? { verification: await verifySso(connection, { ...request, now: options.now }) }
      : {}),
  };
}

/**
 * Waits for deployments of others before a certificate is handed over: one of them may be making the same successor.
 *
 * @throws OrgBusyHalfway.
 */
async function untilHandable(connection: Connection, plan: RotationPlan, options: RotationOptions): Promise<void> {
  const { goesOn } = 'component' in plan ? await untilQuiet(connection, options) : {};
  if (goesOn !== undefined && 'component' in plan) {
    throw orgBusy(goesOn, [componentName(plan.component)]);
  }
}

async function planStep(
  connection: Connection,
  request: RotationRequest,
  now: Date,
): Promise<{ before: Inspected; preview: RotationPreview }> {
  const before = await inspectRotation(connection, request, now);
  return { before, preview: await previewOf(before, request, now) };
}

/** How far a rotation is, and which other service providers it concerns. It changes nothing. */
export async function rotationStanding(
  connection: Connection,
  question: RotationQuestion,
  now: Date,
): Promise<RotationStanding> {
  // This comes first. A deployment that ends meanwhile is then listed, or the inspection sees what it did.
  const unfinished = await unfinishedDeployments(connection);
  const { certificates, otherServiceProviders } = await inspectRotation(connection, question, now);
  return { certificates, otherServiceProviders, underWay: unfinished.map(({ Id }) => Id) };
}

/** The question that finds both certificates of a rotation, even if their names have nothing in common. */
function withBothCertificates(request: RotationRequest, plan: RotationPlan): RotationRequest {
  const certificateName = plan.action === 'switch' ? plan.from : plan.certificate;
  return { ...request, ...(certificateName === undefined ? {} : { certificateName }) };
}

function newCertificateOf(plan: RotationPlan): string | undefined {
  return plan.action === 'create' ? plan.certificate : undefined;
}

type Inspected = RotationStanding & { actual: ActualSetup };

/** @param made the certificate that was just made. */
async function inspectRotation(
  connection: Connection,
  { appName, appType = 'auto', certificateName }: RotationQuestion,
  now: Date,
  made?: string,
): Promise<Inspected> {
  const actual = await inspectOrg(connection, { appName, appType, serviceProviders: true });
  const { enabled, certificateName: inUse } = actual.identityProvider;
  if (!enabled || inUse === undefined) {
    throw nothingSigns(actual.identityProvider);
  }
  const family = familyOf(actual.certificateNames, inUse, certificateName);
  const read = [...actual.certificates, ...(await inspectCertificates(connection, family))];
  const certificates = made === undefined ? read : await untilReadable(connection, read, made);
  return {
    actual: { ...actual, certificates },
    certificates: certificatesOf(certificates, { inUse, family }, now),
    otherServiceProviders: (actual.serviceProviders ?? []).filter((name) => name !== actual.app?.names.app),
  };
}

async function previewOf(
  { actual, certificates, otherServiceProviders }: Inspected,
  request: RotationRequest,
  now: Date,
): Promise<RotationPreview> {
  const { serviceProvider, sourceDirectory, step, certificateName, appName } = request;
  if (actual.app === undefined && step !== 'retire') {
    throw setupError('AppMissing', { tokens: [appName] });
  }
  const source = await readSetupSource(
    sourceDirectory,
    (entityId) => serviceProvider.realmSidOf(entityId) !== undefined,
  );
  const plan = planRotation({
    step,
    certificates,
    certificateNames: actual.certificateNames,
    ...(certificateName === undefined ? {} : { named: orgSpelling(certificateName, actual.certificateNames) }),
    source,
    now,
  });
  const values = plan.action === 'create' ? {} : handedOver(actual, plan, request, now);
  return { plan, certificates, otherServiceProviders, ...values };
}

/**
 * The values with the certificate that the service provider needs for a step; what is deleted is handed over to nobody.
 *
 * @throws as `handOverValuesOf` does.
 */
function handedOver(
  actual: ActualSetup,
  { step, certificate }: RotationPlan,
  { appName, serviceProvider }: RotationQuestion,
  now: Date,
): { handOver?: HandOff } {
  if (step === 'retire' || certificate === undefined) {
    return {};
  }
  const identityProvider = { enabled: true, certificateName: certificate };
  return { handOver: handOverValuesOf(appName, { ...actual, identityProvider }, serviceProvider, now) };
}
