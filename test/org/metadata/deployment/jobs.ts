import { idKey } from '../../database/identifiers.ts';
import type { OrgState } from '../../state.ts';
import type { DeployMessage } from './deploy-message.ts';
import type { DeployOptions } from './deploy.ts';
import type { FileProperties } from '../file-properties.ts';
import type { PackageReading } from '../package/package.ts';

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

/** A deployment, however it was asked for; both APIs and the DeployRequest rows tell of the same one. */
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
  /** Status answers that still have to say "not done yet". */
  pollsLeft: number;
};

/** A retrieval. What it gives was read when it was asked for; only the telling takes polls. */
export type RetrieveJob = {
  readonly id: string;
  readonly zip: Buffer;
  readonly fileProperties: FileProperties[];
  readonly messages: Array<{ fileName: string; problem: string }>;
  pollsLeft: number;
};

/** The jobs of an org by the first 15 characters of their ids, oldest first. */
export type MetadataJobs = { deployments: Map<string, DeployJob>; retrievals: Map<string, RetrieveJob> };

const jobsByOrg = new WeakMap<OrgState, MetadataJobs>();

/** The jobs of an org. They live and end with its state. */
export function jobsOf(org: OrgState): MetadataJobs {
  const jobs = jobsByOrg.get(org) ?? { deployments: new Map(), retrievals: new Map() };
  jobsByOrg.set(org, jobs);
  return jobs;
}

/** The deployment of an id, in its 15 or 18 characters. */
export function deployJob(org: OrgState, id: string): DeployJob | undefined {
  return jobsOf(org).deployments.get(idKey(id));
}

/** Whether a deployment has come to its end, whichever that is. */
export function isDone({ status }: DeployJob): boolean {
  return status !== 'Pending' && status !== 'InProgress';
}
