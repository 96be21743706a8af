import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { fuzz, type Checker } from './fuzz.ts';
import { expected } from '../sign-in.ts';

describe('400 mutants of good responses', () => {
  it('cause no error, are never accepted, and no report gives claims that were not signed', () => {
    const { thrown, forged, accepted, refused, rewritten } = fuzz(400, 20261124);
    expect(thrown).to.deep.equal([]);
    expect(forged).to.deep.equal([]);
    expect(accepted).to.deep.equal([]);
    expect(refused).to.equal(400);
    expect(rewritten).to.be.below(20);
  });
});

describe('the fuzzer', () => {
  const signed = checkResponse('', expected);

  it('reports a checker that believes claims that were not signed', () => {
    const credulous: Checker = (samlResponse) => {
      const nameId = /<saml:NameID[^>]*>([^<]*)/.exec(Buffer.from(samlResponse, 'base64').toString())?.[1];
      return { ok: true, claims: { source: 'response', nameId, audiences: [], attributes: [] } };
    };
    expect(fuzz(20, 1, credulous).forged).to.have.length(20);
  });

  it('reports a checker that accepts everything', () => {
    expect(fuzz(20, 1, () => ({ ok: true, claims: undefined })).accepted).to.have.length(20);
  });

  it('reports a checker that throws, with the number of the mutant', () => {
    const throwing: Checker = () => {
      throw new Error('no');
    };
    expect(fuzz(2, 8, throwing).thrown).to.deep.equal([
      'mutant 0 of seed 8: Error: no',
      'mutant 1 of seed 8: Error: no',
    ]);
  });

  it('makes the same mutants again from the same seed', () => {
    const record = (seed: number): string[] => {
      const fields: string[] = [];
      fuzz(20, seed, (samlResponse) => {
        fields.push(samlResponse);
        return signed;
      });
      return fields;
    };
    expect(record(3)).to.deep.equal(record(3)).and.not.deep.equal(record(4));
  });
});
