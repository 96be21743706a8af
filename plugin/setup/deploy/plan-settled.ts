import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { watchDeployment } from '../../salesforce/deployment/deployment-watch.ts';
import type { Done } from './deployment-error.ts';

export type SettleOptions = {
  /** Tells the id of a deployment that somebody else started, and whose end is waited for. */
  onBusy?: (id: string) => void;
};

/** What the command has done before, for the error. */
type Before = { done?: Done };

/**
 * Plans what to deploy, and again once the org has finished the deployments that were under way: what they make, a
 * certificate above all, must not be made a second time. One that was cut off from its command is among them.
 *
 * @param deploys whether the plan leads to a deployment. Nothing else needs a settled org.
 * @throws OrgBusy (exit code 69) with the deployment's id if the time of `--wait` is over first.
 */
export async function planSettled<Planned>(
  connection: Connection,
  plan: () => Promise<Planned>,
  deploys: (planned: Planned) => boolean,
  { onBusy, done = [] }: SettleOptions & Before,
): Promise<Planned> {
  for (;;) {
    const planned = await plan();
    const [next] = deploys(planned) ? await unfinishedDeployments(connection) : [];
    if (next === undefined) {
      return planned;
    }
    onBusy?.(next.Id);
    await whenEnded(connection, next.Id, done);
  }
}

async function whenEnded(connection: Connection, id: string, done: Done): Promise<void> {
  try {
    await watchDeployment(connection, id);
  } catch (error) {
    if (!isSetupError(error, 'DeploymentPending')) {
      throw error;
    }
    throw orgBusy(id, done);
  }
}

/** The error for a deployment of somebody else that goes on when the time of `--wait` is over. */
export function orgBusy(id: string, done: Done): Error {
  return setupError(done.length === 0 ? 'OrgBusy' : 'OrgBusyHalfway', {
    tokens: [id, done.join(', ')],
    actionTokens: [id],
    exitCode: 69,
    data: { deploymentId: id, ...(done.length === 0 ? {} : { done: [...done] }) },
  });
}
