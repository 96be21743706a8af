import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { watchDeployment } from '../../salesforce/deployment/deployment-watch.ts';
import type { ActualSetup, Questions } from '../inspect/actual-setup.ts';
import { inspectOrg } from '../inspect/inspect-org.ts';
import { untilReadable } from '../inspect/inspected-certificate.ts';
import type { Plan } from '../plan/plan.ts';
import { orgChanged } from './changed-since-plan.ts';
import type { SettleOptions } from './plan-settled.ts';

/** Deployments of others that were under way, by their ids. */
export type OtherDeployments = {
  /** They have ended meanwhile. */
  ended: string[];
  /** It is not known to have ended within the time of --wait. */
  goesOn?: string;
};

/** Errors of a watch after which it is not known how the deployment ends. */
const OPEN = ['DeploymentPending', 'DeploymentUnknown', 'DeploymentNotFound'] as const;

/**
 * Waits for deployments that others have sent while this command worked. One of them may be making the same certificate,
 * and what is read before it has ended may not be true afterwards.
 */
export async function untilQuiet(connection: Connection, { onBusy }: SettleOptions): Promise<OtherDeployments> {
  for (const ended: string[] = []; ;) {
    const [next] = await unfinishedDeployments(connection);
    if (next === undefined) {
      return { ended };
    }
    onBusy?.(next.Id);
    try {
      await watchDeployment(connection, next.Id);
    } catch (error) {
      if (!isSetupError(error, ...OPEN)) {
        throw error;
      }
      return { ended, goesOn: next.Id };
    }
    ended.push(next.Id);
  }
}

/**
 * Inspects an org after a deployment. New certificates are read again until their content is there.
 *
 * @param before names of the certificates that the org had before.
 */
export async function inspectAfter(
  connection: Connection,
  questions: Questions,
  before: string[],
): Promise<ActualSetup> {
  let actual = await inspectOrg(connection, questions);
  const { certificateNames, identityProvider } = actual;
  const inUse = identityProvider.enabled ? (identityProvider.certificateName ?? []) : [];
  const names = new Set([certificateNames, inUse].flat());
  for (const name of [...names].filter((one) => !before.includes(one))) {
    actual = { ...actual, certificates: await untilReadable(connection, actual.certificates, name) };
  }
  return actual;
}

/**
 * A deployment can succeed and drop a field silently (seen with other metadata types), so the org is compared with the
 * plan again.
 *
 * @param plan the plan for the org as it is now.
 * @throws OrgChangedMeanwhile if others have deployed meanwhile, otherwise SetupNotAsPlanned.
 */
export function refuseLeftovers(plan: Plan, { ended }: OtherDeployments): void {
  const left = plan.changes.filter(({ action }) => action !== 'keep');
  if (left.length > 0 && ended.length > 0) {
    throw orgChanged(ended);
  }
  if (left.length > 0) {
    const names = left.map(({ target, differences }) => {
      const fields = differences.map(({ field }) => field).join(', ');
      return fields === '' ? target : `${target} (${fields})`;
    });
    throw setupError('SetupNotAsPlanned', { tokens: [names.join('; ')] });
  }
}
