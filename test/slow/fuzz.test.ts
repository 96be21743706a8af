import { expect } from 'chai';
import { fuzz } from '../saml/fuzz/fuzz.ts';

describe('2,000 mutants of good responses', function () {
  this.timeout(180_000);

  it('throw nothing, none is accepted, and no report gives claims that were not signed', () => {
    const { thrown, forged, accepted, refused, rewritten } = fuzz(2_000, 20261124);
    expect(thrown).to.deep.equal([]);
    expect(forged).to.deep.equal([]);
    expect(accepted).to.deep.equal([]);
    expect(refused).to.equal(2_000);
    expect(rewritten).to.be.below(100);
  });
});
