import type { SfError } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { deploymentsUnderWay } from '../salesforce/deployment/deployments-under-way.ts';
import { adviceOnAccessAtStake } from '../setup/plan/access-at-stake.ts';

/** Exit codes of a process that a signal ended, as shells count them. */
const SIGNALS: Array<[NodeJS.Signals, number]> = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
];

/** Shows an error at once, as the command does. It may throw the error afterwards. */
type Show = (error: Error) => Promise<unknown>;

let current: Show | undefined;

/**
 * Lets a command that is stopped by a signal say which deployments go on without it, and whose access may be lost with
 * them. None is canceled: what it does is what was asked for, and the next run finds it.
 */
export function tellWhenInterrupted(show: Show): void {
  if (current === undefined) {
    for (const [signal, exitCode] of SIGNALS) {
      // Before the listeners of the Salesforce libraries, which end the process by an exception that nobody catches.
      process.prependOnceListener(signal, () => endWithError(exitCode));
    }
  }
  current = show;
}

/** Ends the process with the error on the screen. Nothing here may wait, or the listeners of the libraries run first. */
function endWithError(exitCode: number): never {
  const error = interruptionError(exitCode);
  if (error !== undefined) {
    current?.(error).catch(() => undefined);
  }
  process.exit(exitCode);
}

function interruptionError(exitCode: number): Error | undefined {
  const advice = adviceOnAccessAtStake();
  const error =
    deploymentError(exitCode) ?? (advice.length > 0 ? setupError('InterruptedAccess', { exitCode }) : undefined);
  error?.actions?.push(...advice);
  return error;
}

function deploymentError(exitCode: number): SfError | undefined {
  const { ids, starting } = deploymentsUnderWay();
  const [first] = ids;
  if (first !== undefined) {
    return setupError('Interrupted', {
      tokens: [ids.join(', ')],
      actionTokens: [first],
      exitCode,
      data: { deploymentIds: ids },
    });
  }
  return starting > 0 ? setupError('InterruptedStarting', { exitCode }) : undefined;
}
