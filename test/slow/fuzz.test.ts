import { expect } from 'chai';
import { describeFindings } from '../saml/fuzz/finding.ts';
import { fuzz } from '../saml/fuzz/fuzz.ts';

describe('2,000 mutants of good responses', function () {
  this.timeout(180_000);

  it('are accepted if they mean the same and refused if not, and no report gives claims that were not signed', () => {
    const { findings, refused, accepted } = fuzz(2_000, 20261125);
    expect(describeFindings(findings)).to.deep.equal([]);
    expect(refused).to.be.above(1_000);
    expect(accepted).to.be.above(100);
  });

  it('are refused by the profile standard too, unless the Assertion is as it was signed', () => {
    const { findings, acceptedInPart } = fuzz(2_000, 20261125, 'standard');
    expect(describeFindings(findings)).to.deep.equal([]);
    expect(acceptedInPart).to.be.above(0);
  });
});
