import type { Connection } from '@salesforce/core';
import type { DeployResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { loginOf, waitUntilOf } from '../api/login.ts';
import { shortId } from '../api/record-id.ts';
import { whileUnderWay } from './deployments-under-way.ts';
import { PLATFORM } from '../api/org-errors.ts';

/** What is known about a deployment under way. `trouble` says why the last look failed, or why the deployment waits. */
export type DeploymentProgress = {
  id: string;
  status: string;
  deployed: number;
  total: number;
  trouble?: 'unreachable' | 'queued' | 'locked';
};

export type WatchOptions = {
  onProgress?: (progress: DeploymentProgress) => void;
  /** Whether it was sent just now, so that it cannot have ended yet. */
  isNew?: boolean;
};

/** A deployment that is in the queue for longer than this, in milliseconds, waits for another one. */
const QUEUED_AFTER = 5000;

/** How many looks in a row may fail to find a deployment. An org's servers learn of a new one at different times. */
const LOOKS_IN_VAIN = 10;

/**
 * Milliseconds before the next look at a deployment. They grow with the time that it has taken so far, so that its end is
 * seen late by no more than half of that. Most of our deployments take seconds.
 */
function pause(elapsed: number): number {
  return Math.round(Math.min(Math.max(1000, elapsed * 0.5), 3000));
}

/**
 * Looks at a deployment until it has ended. If the org cannot be reached or its answer makes no sense, it is asked
 * again until the user's time is over, since the deployment continues.
 *
 * @throws DeploymentPending (exit code 69) if that time is over, DeploymentUnknown if the end cannot be learned, and
 * DeploymentNotFound if the org does not know the deployment. All of them hold its id.
 */
export async function watchDeployment(
  connection: Connection,
  id: string,
  { onProgress, isNew = false }: WatchOptions = {},
): Promise<DeployResult> {
  return whileUnderWay(id, async () => {
    const start = clock().now();
    const waitUntil = waitUntilOf(connection);
    let known: DeploymentProgress = { id, status: 'Pending', deployed: 0, total: 0 };
    onProgress?.(known);
    if (isNew) {
      await clock().wait(Math.max(0, Math.min(pause(0), waitUntil - start)));
    }
    for (let inVain = 0; ;) {
      const look = await lookAt(connection, id);
      if ('result' in look && look.result.done) {
        onProgress?.(progressOf(id, look.result));
        loginOf(connection).deployments.ended.add(shortId(id));
        return look.result;
      }
      const now = clock().now();
      inVain = 'error' in look && isNotFound(look.error) ? inVain + 1 : 0;
      if (inVain >= LOOKS_IN_VAIN) {
        const { host } = new URL(connection.instanceUrl);
        throw setupError('DeploymentNotFound', { tokens: [host, id], data: { deploymentId: id } });
      }
      if ('error' in look && now >= waitUntil) {
        throw unknownEnd(id, look.error.message);
      }
      if (now >= waitUntil) {
        throw setupError('DeploymentPending', {
          tokens: [id],
          actionTokens: [id],
          exitCode: 69,
          data: { deploymentId: id },
        });
      }
      known = 'error' in look ? { ...known, trouble: 'unreachable' } : progressOf(id, look.result);
      if (known.status === 'Pending' && known.trouble === undefined && now - start > QUEUED_AFTER) {
        known = { ...known, trouble: 'queued' };
      }
      onProgress?.(known);
      await clock().wait(Math.min(pause(now - start), waitUntil - now));
    }
  });
}

type Look = { result: DeployResult } | { error: Error };

/**
 * One look at a deployment.
 *
 * @throws DeploymentUnknown if asking again cannot help.
 */
async function lookAt(connection: Connection, id: string): Promise<Look> {
  try {
    const result = (await connection.metadata.checkDeployStatus(id, true, true)) as DeployResult | undefined;
    return typeof result?.status === 'string' && typeof result.done === 'boolean'
      ? { result }
      : { error: new Error('the answer to the question for its status holds none') };
  } catch (error) {
    const { name, errorCode, message } = error as { name: string; errorCode?: string; message: string };
    if (LASTING.some((cause) => cause.test(`${name} ${errorCode} ${message}`))) {
      throw unknownEnd(id, message);
    }
    return { error: error as Error };
  }
}

const LASTING = [
  PLATFORM.sessionExpired,
  PLATFORM.sessionNotForApi,
  PLATFORM.metadataRights,
  PLATFORM.recordRights,
  PLATFORM.requestLimit,
];

function isNotFound(error: Error): boolean {
  const { errorCode, message } = error as { errorCode?: string; message: string };
  return PLATFORM.notFound.test(`${errorCode} ${message}`);
}

function unknownEnd(id: string, reason: string): Error {
  return setupError('DeploymentUnknown', { tokens: [id, reason], actionTokens: [id], data: { deploymentId: id } });
}

function progressOf(id: string, result: DeployResult): DeploymentProgress {
  const { status, numberComponentsDeployed: deployed = 0, numberComponentsTotal: total = 0 } = result;
  return { id, status, deployed, total };
}
