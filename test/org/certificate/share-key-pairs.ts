import { reuseKeyPairs } from './certificate.ts';

/**
 * Lets certificates share a few key pairs in the suite that calls this, since making a pair takes a good part of a
 * second.
 *
 * @param count how many pairs of each size there are. It must be at least the number of certificates that must differ.
 */
export function shareKeyPairs(count: number): void {
  let startAgain: () => void;
  before(() => {
    startAgain = reuseKeyPairs(count);
  });
  after(() => startAgain());
}
