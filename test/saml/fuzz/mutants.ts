import type { Original } from './originals/originals.ts';
import { mutate, MUTATIONS, type Mutant } from './mutations/mutate.ts';
import { seededRandom } from './mutations/random.ts';

/** A mutant with what it was made from. */
export type NamedMutant<T extends Original> = Mutant & { name: string; original: T };

/**
 * The mutant with a number. One after another, the numbers go through all classes of mutations, each time with other
 * originals. The same seed and number make the same mutant again.
 */
export function mutantOf<T extends Original>(originals: readonly T[], seed: number, number: number): NamedMutant<T> {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) + number);
  const index = number % MUTATIONS.length;
  const mutation = MUTATIONS[index]!;
  const first = index + Math.floor(number / MUTATIONS.length);
  for (let further = 0; further < originals.length; further += 1) {
    const original = originals[(first + further) % originals.length]!;
    const mutant = mutate(original.bytes, mutation, random);
    if (mutant) {
      return { ...mutant, original, name: `mutant ${number} of seed ${seed}` };
    }
  }
  throw new Error(`no original has anything for "${mutation.name}" to change`);
}
