import { restDateTime } from '../../database/dates.ts';
import { idKey } from '../../database/identifiers.ts';
import { insertRow, updateRow, type RowValues } from '../../database/rows.ts';
import type { OrgState } from '../../state.ts';
import { deployPackage, type DeployOptions } from './deploy.ts';
import { deployJob, isDone, jobsOf, type DeployJob } from './jobs.ts';
import { readPackage } from '../package/package.ts';
import { MAXIMUM_ZIP_BYTES } from '../package/zip.ts';

/** Who asks for a deployment, and through which API version. */
export type Requester = { userId: string; version: string };

/** Why a request about a deployment is refused, with the platform's code. */
export type Refusal = { code: string; text: string };

/**
 * A validation can be used for a quick deployment for this long (Metadata API Developer Guide,
 * "deployRecentValidation()").
 */
const VALIDATION_LIFETIME = 10 * 24 * 60 * 60 * 1000;

/**
 * Starts a new deployment with a zip. It runs as soon as those before it are done, and takes the time that the options
 * say. A zip that is too large is refused (the words were seen for requests of any kind).
 */
export async function startDeployment(
  org: OrgState,
  zip: Buffer,
  options: DeployOptions,
  by: Requester,
): Promise<DeployJob | Refusal> {
  if (zip.length > MAXIMUM_ZIP_BYTES) {
    const text = 'Maximum size of request reached. Maximum size of request is 52428800 bytes.';
    return { code: 'LIMIT_EXCEEDED', text };
  }
  const reading = await readPackage(zip, options.singlePackage);
  return enqueue(org, { reading, options, validationId: undefined }, by);
}

/**
 * Carries out a validation, without the time that checking takes. It must have succeeded, must not be too old, and no
 * deployment may have followed it (Metadata API Developer Guide). The words of the refusals are inferred.
 */
export function startQuickDeployment(org: OrgState, validationId: string, by: Requester): DeployJob | Refusal {
  advanceDeployments(org);
  const validation = deployJob(org, validationId);
  if (!validation?.completedDate || !validation.options.checkOnly || validation.status !== 'Succeeded') {
    return { code: 'INVALID_ID_FIELD', text: `${validationId} is not the id of a successful validation` };
  }
  const validated = validation.completedDate;
  const outdated = org.now().getTime() - validated.getTime() > VALIDATION_LIFETIME;
  const overtaken = [...jobsOf(org).deployments.values()].some(
    ({ options, completedDate, status }) =>
      !options.checkOnly && status.startsWith('Succeeded') && completedDate !== undefined && completedDate >= validated,
  );
  if (outdated || overtaken) {
    return { code: 'INVALID_ID_FIELD', text: 'The validation no longer qualifies for a quick deployment' };
  }
  const options = { ...validation.options, checkOnly: false };
  return enqueue(org, { reading: validation.reading, options, validationId: validation.id }, by);
}

/** The state of a deployment for one status answer. The options may require that some answers say "not yet" first. */
export function pollDeployment(org: OrgState, id: string): DeployJob | undefined {
  const running = [...jobsOf(org).deployments.values()].find((job) => !isDone(job));
  if (running && running.pollsLeft > 0) {
    running.pollsLeft -= 1;
  } else {
    advanceDeployments(org);
  }
  return deployJob(org, id);
}

/** Cancels a deployment that waits or runs; nothing of it is stored. Gives `undefined` for an unknown id. */
export function cancelDeployment(org: OrgState, id: string, userId: string): DeployJob | Refusal | undefined {
  advanceDeployments(org);
  const job = deployJob(org, id);
  if (!job || isDone(job)) {
    // The words are inferred.
    return job && { code: 'INVALID_ID_FIELD', text: 'The deployment is already complete and cannot be canceled' };
  }
  change(org, job, { status: 'Canceled', completedDate: org.now(), canceledById: userId });
  advanceDeployments(org);
  return job;
}

/**
 * Brings the deployments up to the time of the org's clock: finishes those that are due, and starts those that waited
 * for them. Every function of this file does so. Code that reads rows of the org in another way must call this first.
 */
export function advanceDeployments(org: OrgState): void {
  for (const job of jobsOf(org).deployments.values()) {
    if (isDone(job)) {
      continue;
    }
    if (!job.startDate) {
      change(org, job, { status: 'InProgress', startDate: org.now() });
    }
    const due = (job.startDate?.getTime() ?? 0) + org.options.deployDuration;
    if (job.pollsLeft > 0 || org.now().getTime() < due) {
      return;
    }
    finish(org, job);
  }
}

type Work = Pick<DeployJob, 'reading' | 'options' | 'validationId'>;

function enqueue(org: OrgState, work: Work, { userId, version }: Requester): DeployJob {
  const now = org.now();
  const job: DeployJob = {
    ...work,
    id: org.newId('0Af'),
    userId,
    createdDate: now,
    requestedVersion: version,
    status: 'Pending',
    startDate: undefined,
    completedDate: undefined,
    canceledById: undefined,
    lastModifiedDate: now,
    messages: [],
    errorMessage: undefined,
    pollsLeft: org.options.pollsUntilDone,
  };
  jobsOf(org).deployments.set(idKey(job.id), job);
  insertRow(org, 'DeployRequest', { Id: job.id, ...rowValues(job) }, userId);
  advanceDeployments(org);
  return job;
}

function finish(org: OrgState, job: DeployJob): void {
  const { reading, options, userId, requestedVersion } = job;
  if (!reading.ok) {
    change(org, job, { status: 'Failed', completedDate: org.now(), errorMessage: reading.errorMessage });
    return;
  }
  const outcome = deployPackage(org, reading.contents, options, { userId, requestedVersion });
  change(org, job, { ...outcome, completedDate: org.now() });
}

function change(org: OrgState, job: DeployJob, changes: Partial<DeployJob>): void {
  Object.assign(job, changes, { lastModifiedDate: org.now() });
  updateRow(org, 'DeployRequest', job.id, rowValues(job), job.userId);
}

function rowValues(job: DeployJob): RowValues {
  const { options, messages } = job;
  const components = messages.filter(({ fullName }) => fullName !== 'package.xml');
  const date = (value: Date | undefined): string | null => (value ? restDateTime(value) : null);
  return {
    Status: job.status,
    CheckOnly: options.checkOnly,
    IgnoreWarnings: options.ignoreWarnings,
    RollbackOnError: options.rollbackOnError,
    SinglePackage: options.singlePackage,
    PurgeOnDelete: options.purgeOnDelete,
    StartDate: date(job.startDate),
    CompletedDate: date(job.completedDate),
    ErrorMessage: job.errorMessage ?? null,
    ErrorStatusCode: job.errorMessage === undefined ? null : 'UNKNOWN_EXCEPTION',
    NumberComponentsTotal: components.length,
    NumberComponentsDeployed: components.filter(({ success }) => success).length,
    NumberComponentErrors: components.filter(({ success }) => !success).length,
    NumberTestsTotal: 0,
    NumberTestsCompleted: 0,
    NumberTestErrors: 0,
  };
}
