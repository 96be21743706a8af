/** A generator of numbers from 0 to less than 1. The same seed gives the same numbers (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to less than the limit. */
export const integer = (random: Random, limit: number): number => Math.floor(random() * limit);

/** One of a list. The list must not be empty. */
export const pick = <T>(random: Random, list: readonly T[]): T => list[integer(random, list.length)]!;

export const chance = (random: Random, probability: number): boolean => random() < probability;

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
