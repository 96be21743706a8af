import type { Connection } from '@salesforce/core';
import { isSetupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { waitUntilOf } from '../../salesforce/api/login.ts';

/** By how much the pause before another look grows each time, and its limit, in milliseconds. */
const PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

export type DisturbedOptions = {
  /** Tells what somebody else has changed in the org meanwhile, before the org is looked at again. */
  onChanged?: (changed: string[]) => void;
};

/**
 * Does work that begins with a look at the org. It begins anew if somebody else has changed the org meanwhile, until the
 * time of `--wait` is over.
 *
 * @param attempt gives 'look again' if the work itself needs another look.
 * @throws the errors of the work, and OrgChangedMeanwhile if the time is over.
 */
export async function untilUndisturbed<Ended extends object>(
  connection: Connection,
  attempt: () => Promise<Ended | 'look again'>,
  { onChanged }: DisturbedOptions,
): Promise<Ended> {
  for (let disturbed = 0; ;) {
    try {
      const ended = await attempt();
      if (ended !== 'look again') {
        return ended;
      }
    } catch (error) {
      const pause = disturbed === 0 ? 0 : Math.min(waitBeforeRetry(disturbed, PAUSE), LONGEST_PAUSE);
      if (!isSetupError(error, 'OrgChangedMeanwhile') || clock().now() + pause >= waitUntilOf(connection)) {
        throw error;
      }
      onChanged?.((error.data as { changed: string[] }).changed);
      await clock().wait(pause);
      disturbed++;
    }
  }
}
