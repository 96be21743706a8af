import type { Clock } from '../../plugin/http/clock.ts';

/** A clock on which every wait is over at once and has taken its time nevertheless. */
export function instantClock(): Clock {
  let waited = 0;
  return {
    now: () => Date.now() + waited,
    wait: (milliseconds) => {
      waited += milliseconds;
      // Other work gets its turn, as it would in a wait.
      return new Promise((resolve) => setImmediate(resolve));
    },
    within: (milliseconds, work) => work(AbortSignal.timeout(milliseconds)),
  };
}
