import { idKey } from '../../database/identifiers.ts';
import type { OrgState } from '../../state.ts';
import type { DeployMessage } from './deploy-message.ts';
import type { DeployOptions } from './deploy.ts';
import type { FileProperties } from '../file-properties.ts';
import type { PackageReading } from '../package/package.ts';

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

/** A deployment. Both APIs and the DeployRequest rows show the same ones, whichever API started them. */
export type DeployJob = {
  readonly id: string;
  readonly userId: string;
  readonly createdDate: Date;
  readonly options: DeployOptions;
  /** The API version of the address that was called. */
  readonly requestedVersion: string;
  readonly reading: PackageReading;
  /** The validation that this deployment carries out, for a quick deployment. */
  readonly validationId: string | undefined;
  status: DeployStatus;
  startDate: Date | undefined;
  completedDate: Date | undefined;
  canceledById: string | undefined;
  lastModifiedDate: Date;
  messages: DeployMessage[];
  errorMessage: string | undefined;
  /** How many more status answers must say "not done yet". */
  pollsLeft: number;
};

/** A retrieval. Its content is read when it is requested; polls only delay the answer. */
export type RetrieveJob = {
  readonly id: string;
  readonly zip: Buffer;
  readonly fileProperties: FileProperties[];
  readonly messages: Array<{ fileName: string; problem: string }>;
  pollsLeft: number;
};

/** The deployments and retrievals of an org by the first 15 characters of their ids, oldest first. */
export type MetadataJobs = { deployments: Map<string, DeployJob>; retrievals: Map<string, RetrieveJob> };

const jobsByOrg = new WeakMap<OrgState, MetadataJobs>();

/** The deployments and retrievals of an org. They exist as long as its state does. */
export function jobsOf(org: OrgState): MetadataJobs {
  const jobs = jobsByOrg.get(org) ?? { deployments: new Map(), retrievals: new Map() };
  jobsByOrg.set(org, jobs);
  return jobs;
}

/** The deployment with an id of 15 or 18 characters. */
export function deployJob(org: OrgState, id: string): DeployJob | undefined {
  return jobsOf(org).deployments.get(idKey(id));
}

/** Whether a deployment has ended, well or not. */
export function isDone({ status }: DeployJob): boolean {
  return status !== 'Pending' && status !== 'InProgress';
}
