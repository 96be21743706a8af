import { reuseKeyPairs } from './certificate.ts';

/**
 * In the suite that this is called in, certificates share a few key pairs, as making a pair takes a good part of a
 * second.
 *
 * @param count how many pairs there are of each size; at least as many as certificates that must differ.
 */
export function shareKeyPairs(count: number): void {
  let startAgain: () => void;
  before(() => {
    startAgain = reuseKeyPairs(count);
  });
  after(() => startAgain());
}
