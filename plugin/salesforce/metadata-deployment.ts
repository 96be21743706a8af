import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { clock } from '../http/clock.ts';
import { lostDeployment } from './deploy-requests.ts';
import { isLocked, outcomeOf, type DeploymentOutcome } from './deployment-outcome.ts';
import { watchDeployment, type WatchOptions } from './deployment-watch.ts';
import { whileStarting } from './deployments-under-way.ts';
import { packageZip, type MetadataChanges } from './metadata-package.ts';

export type DeploymentOptions = WatchOptions & {
  /** Validate on the server and change nothing. */
  checkOnly: boolean;
  /** A last look before the deployment is sent, and before it is sent again; it stops the work by throwing. */
  beforeSend?: () => Promise<void>;
};

/** Times that a deployment is sent in all while others hold what it wants to change, and the first wait in milliseconds. */
const TRIES = 5;
const LOCK_WAIT = 5000;

/**
 * Deploys components, and deletes others, in one transaction: any problem rolls all of it back. Over REST, because its
 * status answers are plain reads that may be repeated. Where others hold a lock, it is sent again after a while.
 *
 * @throws the errors of `watchDeployment`, and DeploymentStartUnknown where it is not known whether it runs.
 */
export async function deployChanges(
  connection: Connection,
  changes: MetadataChanges,
  options: DeploymentOptions,
): Promise<DeploymentOutcome> {
  const zip = await packageZip(changes, connection.getApiVersion());
  for (let attempt = 1; ; attempt++) {
    await options.beforeSend?.();
    const id = await whileStarting(() => startDeployment(connection, zip, options.checkOnly));
    const result = await watchDeployment(connection, id, options);
    const outcome = outcomeOf(id, result);
    const next = clock().now() + LOCK_WAIT * attempt;
    if (attempt === TRIES || !isLocked(outcome) || next >= options.deadline) {
      return outcome;
    }
    options.onProgress?.({ id, status: result.status, deployed: 0, total: 0, trouble: 'locked' });
    await clock().wait(LOCK_WAIT * attempt);
  }
}

/** Ids of all deployments of this process, so that none of them is taken for one whose id was lost. */
const started = new Set<string>();

/**
 * Sends a deployment once. If the answer is lost, the org's list of deployments tells whether it arrived; it is never
 * sent a second time, as the first may still be on its way.
 */
async function startDeployment(connection: Connection, zip: Buffer, checkOnly: boolean): Promise<string> {
  const sent = clock().now();
  const id = await sendDeployment(connection, zip, checkOnly).catch(async (error: Error) => {
    if (!mayHaveArrived(error)) {
      throw error;
    }
    const found = await lostDeployment(connection, { sent, checkOnly, known: started }).catch(() => undefined);
    if (found === undefined) {
      throw setupError('DeploymentStartUnknown', { tokens: [new URL(connection.instanceUrl).host, error.message] });
    }
    return found.Id;
  });
  started.add(id);
  return id;
}

async function sendDeployment(connection: Connection, zip: Buffer, checkOnly: boolean): Promise<string> {
  const { id } = await connection.metadata.deployRest(zip, {
    rollbackOnError: true,
    ignoreWarnings: false,
    checkOnly,
    singlePackage: true,
  });
  if (!id) {
    throw setupError('DeploymentIdMissing');
  }
  return id;
}

/** Errors of a request that may have done its work: no answer, one that is none, or one of a gateway. */
function mayHaveArrived(error: Error): boolean {
  const { name, errorCode = '' } = error as { name: string; errorCode?: string };
  return (
    ['AnswerLostError', 'OrgAnswerUnexpectedError', 'DeploymentIdMissingError'].includes(name) ||
    /^ERROR_HTTP_5/.test(errorCode)
  );
}
