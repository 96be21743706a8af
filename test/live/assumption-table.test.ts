import { expect } from 'chai';
import { assumptionRows, assumptionTable } from './assumption-table.ts';
import { ASSUMPTIONS, type Verdicts } from './assumptions.ts';

describe('the table of assumptions', () => {
  it('has every assumption once, in its order', () => {
    const ids = assumptionRows(new Map()).map(({ id }) => id);
    expect(ids).to.deep.equal(ASSUMPTIONS.map(({ id }) => id));
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('says why each of the others was not asked', () => {
    const rows = assumptionRows(new Map());
    expect(rows.every(({ verdict, evidence }) => verdict === 'not tried' && evidence !== '')).to.equal(true);
    expect(rows.find(({ id }) => id === 'unlocked-package')?.evidence).to.contain('Dev Hub');
    expect(rows.find(({ id }) => id === 'app-while-off')?.evidence).to.match(/^not reached: validating/);
  });

  it('shows and counts what holds, what fails and what stayed open, with the evidence', () => {
    const verdicts: Verdicts = new Map([
      ['certificate-4096', { verdict: 'holds', evidence: '4096 bits' }],
      ['app-while-off', { verdict: 'fails', evidence: 'refused' }],
      ['published-while-off', { verdict: 'open', evidence: 'it was on' }],
    ]);
    const lines = assumptionTable(verdicts);
    const at = (statement: string): string[] => {
      const index = lines.findIndex((line) => line.includes(statement));
      return lines.slice(index, index + 2);
    };
    expect(at('a key of 4096 bits')[0]).to.match(/^holds {6}An empty/);
    expect(at('a key of 4096 bits')[1]).to.equal('           4096 bits');
    expect(at('deploys while the identity')[0]).to.match(/^fails {6}A SAML app/);
    expect(at('published while it is off')).to.deep.equal([
      'not tried  The metadata of the identity provider is published while it is off.',
      '           it was on',
    ]);
    expect(lines.at(-1)).to.equal(`1 hold, 1 fail, ${ASSUMPTIONS.length - 2} not tried`);
  });

  it("lets no control character of an org's words reach the terminal", () => {
    const verdicts: Verdicts = new Map([['app-while-off', { verdict: 'fails', evidence: 'a\u001b[2Jb\nc' }]]);
    expect(assumptionTable(verdicts).join('')).not.to.match(/\p{Cc}/u);
  });
});
