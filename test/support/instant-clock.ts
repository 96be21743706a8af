import type { Clock } from '../../plugin/http/clock.ts';

/** A clock on which every wait ends at once. The time moves on as if the wait had taken place. */
export function instantClock(): Clock {
  let waited = 0;
  return {
    now: () => Date.now() + waited,
    wait: (milliseconds) => {
      waited += milliseconds;
      // Other work can run now, as it could during a real wait.
      return new Promise((resolve) => setImmediate(resolve));
    },
    within: (milliseconds, work) => work(AbortSignal.timeout(milliseconds)),
  };
}
