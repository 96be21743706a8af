import type { Connection } from '@salesforce/core';
import { isSetupError, setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { isLocked, outcomeOf, type DeploymentOutcome } from './deployment-outcome.ts';
import { watchDeployment, type WatchOptions } from './deployment-watch.ts';
import { whileStarting } from './deployments-under-way.ts';
import { isOfChanges, unansweredDeployment } from './unanswered-deployment.ts';
import { packageZip, type MetadataChanges } from '../metadata/metadata-package.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { loginOf, serverTime, waitUntilOf } from '../api/login.ts';

export type DeploymentOptions = WatchOptions & {
  /** Only validates on the server, and changes nothing. */
  checkOnly: boolean;
  /** Runs each time before the deployment is sent. It stops the work by throwing. */
  beforeSend?: () => Promise<void>;
  /** Whether the deployment may be carried out twice without harm. */
  mayRepeat?: boolean;
};

/** How often a deployment is sent while the org refuses it for now, and the first wait in milliseconds. */
const TRIES = 5;
const LOCK_WAIT = 5000;

/** How often a deployment is sent whose first try got no answer and is not in the org's list. */
const TRIES_UNANSWERED = 2;

/**
 * Deploys some components and deletes others in one transaction: any problem rolls back all of it. It uses REST,
 * because its status answers are plain reads that may be repeated. If others hold a lock, or the org has too much to do, it
 * sends the deployment again later.
 *
 * @throws the errors of `watchDeployment`, and DeploymentStartUnknown if it is not known whether the deployment runs.
 */
export async function deployChanges(
  connection: Connection,
  changes: MetadataChanges,
  options: DeploymentOptions,
): Promise<DeploymentOutcome> {
  const zip = await packageZip(changes, connection.getApiVersion());
  for (let attempt = 1; ; attempt++) {
    await options.beforeSend?.();
    const start = await whileStarting(() => startDeployment(connection, { changes, zip }, options));
    if (start.id === undefined) {
      await waitForNextTry(connection, start, attempt);
      continue;
    }
    const { id, unanswered } = start;
    const watch = { ...options, isNew: unanswered === undefined };
    const result = await watchDeployment(connection, id, watch).catch((error: Error) => {
      // Until a deployment from the list has ended, it is not known to be ours.
      throw unanswered === undefined ? error : startUnknown(connection, unanswered, id);
    });
    if (unanswered !== undefined && !isOfChanges(result, changes)) {
      throw startUnknown(connection, unanswered);
    }
    const outcome = outcomeOf(id, result);
    const wait = waitBeforeRetry(attempt, LOCK_WAIT);
    if (attempt === TRIES || !isLocked(outcome) || clock().now() + wait >= waitUntilOf(connection)) {
      return outcome;
    }
    options.onProgress?.({ id, status: result.status, deployed: 0, total: 0, trouble: 'locked' });
    await clock().wait(wait);
  }
}

/**
 * By how much the clocks of an org's servers may differ from each other, and this machine's from theirs, in
 * milliseconds.
 */
const SERVERS_SKEW = 5000;
const CLOCK_SKEW = 60_000;

/**
 * A deployment that was sent. If the id comes from the org's list, `unanswered` says why there was no answer. Without an
 * id, the deployment may be sent again.
 */
type Started = { id: string; unanswered?: Error } | NotStarted;

type NotStarted = {
  id?: undefined;
  /** The refusal, or the error of the command if the deployment is not sent again. */
  error: Error;
  /** How often it may be sent in total. */
  tries: number;
};

/** @throws the error of a deployment that was not started, if there is no time to send it again. */
async function waitForNextTry(connection: Connection, { error, tries }: NotStarted, attempt: number): Promise<void> {
  const wait = waitBeforeRetry(attempt, LOCK_WAIT);
  if (attempt >= tries || clock().now() + wait >= waitUntilOf(connection)) {
    throw error;
  }
  await clock().wait(wait);
}

/**
 * Sends a deployment once. If no answer comes, the org's list of deployments shows whether it arrived. If the list does
 * not have it, it is sent again only if it may be carried out twice, as the first may still arrive.
 *
 * @throws DeploymentStartUnknown.
 */
async function startDeployment(
  connection: Connection,
  { changes, zip }: { changes: MetadataChanges; zip: Buffer },
  { checkOnly, mayRepeat = false }: DeploymentOptions,
): Promise<Started> {
  const { started, seen } = loginOf(connection).deployments;
  const now = serverTime(connection);
  const since = now === undefined ? clock().now() - CLOCK_SKEW : now - SERVERS_SKEW;
  const known = new Set([...started, ...seen]);
  const start = await sendDeployment(connection, zip, checkOnly).then(
    (id): Started => ({ id }),
    async (unanswered: Error): Promise<Started> => {
      if (isRefusedForNow(unanswered)) {
        return { error: unanswered, tries: TRIES };
      }
      if (!mayHaveArrived(unanswered)) {
        throw unanswered;
      }
      const found = await unansweredDeployment(connection, { changes, checkOnly, since, known }).catch(() => undefined);
      return found === undefined
        ? { error: startUnknown(connection, unanswered), tries: mayRepeat ? TRIES_UNANSWERED : 1 }
        : { id: found, unanswered };
    },
  );
  if (start.id !== undefined) {
    started.add(start.id);
  }
  return start;
}

/** Whether the org itself has refused a request, because it has too much to do or something is locked. */
function isRefusedForNow(error: Error): boolean {
  const { errorCode = '' } = error as { errorCode?: string };
  return PLATFORM.overload.test(errorCode);
}

/** @param candidate the id of a deployment that may be the one that was sent, and whose end is not known. */
function startUnknown({ instanceUrl }: Connection, { message }: Error, candidate?: string): Error {
  const listed = candidate === undefined ? 'none that is surely it' : `${candidate}, which may be it or another one`;
  return setupError('DeploymentStartUnknown', {
    tokens: [new URL(instanceUrl).host, message, listed],
    ...(candidate === undefined ? {} : { data: { candidate } }),
  });
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

/** Whether a request with this error may have arrived: it got no answer, an unusable one, or a gateway's or a failure's. */
function mayHaveArrived(error: Error): boolean {
  const { errorCode = '' } = error as { errorCode?: string };
  return (
    isSetupError(error, 'AnswerLost', 'OrgAnswerUnexpected', 'DeploymentIdMissing') ||
    /^ERROR_HTTP_5/.test(errorCode) ||
    PLATFORM.serverFailure.test(errorCode)
  );
}
