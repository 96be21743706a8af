import { expect } from 'chai';
import { describeFindings, type Finding } from './finding.ts';
import { fuzz, type Checker } from './fuzz.ts';

const FEW = 100;
const ORIGINALS = 8;

describe('mutants of good responses', () => {
  it('400 of them are accepted if they mean the same and refused if not, and no report gives claims that were not signed', () => {
    const { findings, refused, accepted, acceptedInPart, byPolicy } = fuzz(400, 20261124);
    expect(describeFindings(findings)).to.deep.equal([]);
    expect(refused).to.be.above(200);
    expect(accepted).to.be.above(20);
    expect(acceptedInPart).to.equal(0);
    expect(Object.values(byPolicy).reduce((sum, number) => sum + number)).to.be.above(5);
  });

  it('200 of them are refused by the profile standard too, unless the Assertion is as it was signed', () => {
    const { findings, acceptedInPart } = fuzz(200, 20261125, 'standard');
    expect(describeFindings(findings)).to.deep.equal([]);
    expect(acceptedInPart).to.be.above(0);
  });
});

describe('the fuzzer', () => {
  const accepting: Checker = () => ({ ok: true, claims: undefined, checks: [] });
  const refusing: Checker = () => ({ ok: false, claims: undefined, checks: [] });
  const kinds = (findings: Finding[]): string[] => [...new Set(findings.map(({ kind }) => kind))];

  it('finds everything that a checker accepts though it is altered, or though the policy refuses it', () => {
    const { findings, accepted, refused, byPolicy } = fuzz(FEW, 1, 'salesforce', accepting);
    expect(kinds(findings)).to.deep.equal(['accepted']);
    expect(findings.length + accepted).to.equal(FEW + ORIGINALS);
    expect(findings.length).to.be.above(FEW / 2);
    expect(findings.some(({ why }) => why === 'policy: a comment')).to.equal(true);
    expect([refused, byPolicy]).to.deep.equal([0, {}]);
  });

  it('lets the profile standard accept a changed Response around the signed Assertion, and nothing else', () => {
    const { findings, accepted, acceptedInPart } = fuzz(FEW, 1, 'standard', accepting);
    expect(acceptedInPart).to.be.above(0);
    expect(findings.length + accepted + acceptedInPart).to.equal(FEW + ORIGINALS);
    expect(findings.length).to.be.above(FEW / 2);
  });

  it('finds everything that a checker refuses though it means the same, the originals too', () => {
    const { findings, accepted, refused, byPolicy } = fuzz(FEW, 1, 'salesforce', refusing);
    expect(kinds(findings)).to.deep.equal(['refused']);
    expect(findings.filter(({ classes }) => classes.length === 0)).to.have.length(ORIGINALS);
    expect(findings.length).to.be.above(ORIGINALS);
    const byReason = Object.values(byPolicy).reduce((sum, number) => sum + number);
    expect(findings.length + refused + byReason).to.equal(FEW + ORIGINALS);
    expect(accepted).to.equal(0);
  });

  it('finds claims that were not signed', () => {
    const credulous: Checker = (samlResponse) => {
      const nameId = /:NameID[^>]*>([^<]*)/.exec(Buffer.from(samlResponse, 'base64').toString())?.[1];
      return { ok: false, checks: [], claims: { source: 'response', nameId, audiences: [], attributes: [] } };
    };
    const forged = fuzz(FEW, 1, 'salesforce', credulous).findings.filter(
      ({ kind }) => kind === 'claims that were not signed',
    );
    // This checker reads no more than the NameID, so its claims are never what was signed.
    expect(forged).to.have.length(FEW + ORIGINALS);
    expect(forged.some(({ why }) => why.includes('"nameId":"eve@example.com"'))).to.equal(true);
  });

  it('finds what is thrown, with the number of the mutant', () => {
    const throwing: Checker = () => {
      throw new Error('no');
    };
    const thrown = fuzz(2, 8, 'salesforce', throwing);
    expect(thrown.findings.slice(ORIGINALS)).to.have.length(2);
    expect(thrown.findings.at(-1)).to.include({ kind: 'thrown', mutant: 'mutant 1 of seed 8', why: 'Error: no' });
  });

  it('finds an error that the checker reports instead of throwing it', () => {
    const apologetic: Checker = () => ({
      ok: false,
      claims: undefined,
      checks: [{ id: 'internal', status: 'fail', kind: 'protocol', title: '', expected: '', actual: 'a TypeError' }],
    });
    const thrown = fuzz(3, 8, 'salesforce', apologetic).findings.filter(({ kind }) => kind === 'thrown');
    expect(thrown).to.have.length(3 + ORIGINALS);
    expect(thrown[0]).to.include({ why: 'internal: a TypeError' });
  });

  it('makes the same mutants again from the same seed', () => {
    const record = (seed: number): string[] => {
      const fields: string[] = [];
      fuzz(20, seed, 'salesforce', (samlResponse) => {
        fields.push(samlResponse);
        return { ok: false, claims: undefined, checks: [] };
      });
      return fields.slice(ORIGINALS);
    };
    expect(record(3)).to.deep.equal(record(3)).and.not.deep.equal(record(4));
  });
});
