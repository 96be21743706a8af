import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { unfinishedDeployments } from '../../salesforce/deployment/deploy-requests.ts';
import { watchDeployment } from '../../salesforce/deployment/deployment-watch.ts';

export type SettleOptions = {
  /** Tells the id of a deployment that somebody else started, and whose end is waited for. */
  onBusy?: (id: string) => void;
};

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
  { onBusy }: SettleOptions,
): Promise<Planned> {
  for (;;) {
    const planned = await plan();
    const [next] = deploys(planned) ? await unfinishedDeployments(connection) : [];
    if (next === undefined) {
      return planned;
    }
    onBusy?.(next.Id);
    await whenEnded(connection, next.Id);
  }
}

async function whenEnded(connection: Connection, id: string): Promise<void> {
  try {
    await watchDeployment(connection, id);
  } catch (error) {
    if (!isSetupError(error, 'DeploymentPending')) {
      throw error;
    }
    throw setupError('OrgBusy', { tokens: [id], actionTokens: [id], exitCode: 69, data: { deploymentId: id } });
  }
}
