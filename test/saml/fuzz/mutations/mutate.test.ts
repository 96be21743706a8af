import { expect } from 'chai';
import { makeOriginals } from '../originals/originals.ts';
import { mutate, MUTATIONS } from './mutate.ts';
import { seededRandom } from './random.ts';

const ORIGINALS = makeOriginals().map(({ bytes }) => bytes);

describe('the classes of mutations', () => {
  it('have names of their own', () => {
    const names = MUTATIONS.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('leave something of a text that other mutations have nearly cut off, since no bytes are no response', () => {
    const seeds = Array.from({ length: 50 }, (_, seed) => seed);
    const empty = MUTATIONS.filter((mutation) =>
      seeds.some((seed) => mutate(Buffer.from('<a'), mutation, seededRandom(seed))?.bytes.length === 0),
    );
    expect(empty.map(({ name }) => name)).to.deep.equal([]);
  });

  for (const mutation of MUTATIONS) {
    it(`${mutation.name}: changes an original, in the same way from the same seed`, () => {
      const mutants = (): string[] =>
        ORIGINALS.flatMap((original, index) => {
          const mutant = mutate(original, mutation, seededRandom(index));
          return mutant ? [mutant.bytes.toString('base64')] : [];
        });
      const originals = ORIGINALS.map((original) => original.toString('base64'));
      expect(mutants()).not.to.deep.equal([]);
      expect(mutants().filter((mutant) => originals.includes(mutant))).to.deep.equal([]);
      expect(mutants()).to.deep.equal(mutants());
    });
  }
});
