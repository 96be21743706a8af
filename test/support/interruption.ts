import { explainOrgError } from '../../plugin/salesforce/org-errors.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import type { FaultAction } from '../org/faults/fault.ts';

/** A request from which on an org is not reached any more: before it, or with its answer lost. */
export type Interruption = { index: number; action: FaultAction; situation: string };

/** Every way in which a run that makes these requests can be cut off; only what changes the org can have been done. */
export function interruptionsOf(operations: string[]): Interruption[] {
  return operations.flatMap((operation, index) => {
    const at = (action: FaultAction): Interruption => ({
      index,
      action,
      situation: `${action.kind} at request ${index + 1}, ${operation}`,
    });
    const before = at({ kind: 'reset' });
    return /deployRequest|POST/.test(operation) ? [before, at({ kind: 'reset-after' })] : [before];
  });
}

/**
 * Runs something that is cut off, then lets the org be reached again.
 *
 * @returns the error as a user reads it, if the run came to one.
 */
export async function runCutOff(
  org: EmulatedOrg,
  { index, action }: Interruption,
  run: () => Promise<unknown>,
): Promise<Error | undefined> {
  const cut = org.inject({ skip: index, times: 1, action });
  const dead = org.inject({ skip: index + 1, times: -1, action: { kind: 'reset' } });
  try {
    return await run().then(
      () => undefined,
      (reason: Error) => explainOrgError(reason, 'the org'),
    );
  } finally {
    cut.remove();
    dead.remove();
  }
}
