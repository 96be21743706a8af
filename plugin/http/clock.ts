import { setTimeout as timer } from 'node:timers/promises';

/** The time, as everything that waits knows it. */
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

/** Puts another clock in its place, whose hours may pass in no time; without one, the system's again. */
export function setClock(other: Clock = SYSTEM): void {
  current = other;
}
