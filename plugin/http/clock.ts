import { setTimeout as timer } from 'node:timers/promises';

/** The source of time for everything that waits. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
  /** Does some work with a signal that ends it after that many milliseconds. */
  within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
};

const SYSTEM: Clock = {
  now: () => Date.now(),
  wait: (milliseconds) => timer(milliseconds),
  within: (milliseconds, work) => work(AbortSignal.timeout(milliseconds)),
};

let current = SYSTEM;

/** The clock of this process. */
export function clock(): Clock {
  return current;
}

/** The present moment by that clock. */
export function currentTime(): Date {
  return new Date(current.now());
}

/** Sets another clock, for example one whose hours pass at once. Without an argument, the system's clock returns. */
export function setClock(other: Clock = SYSTEM): void {
  current = other;
}
