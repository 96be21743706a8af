import { expect } from 'chai';
import { describeFindings, differenceOf, type Finding } from './finding.ts';

function finding(mutant: string, classes: string[], difference = 'at 1: "" → "x"'): Finding {
  return { kind: 'accepted', mutant, classes, original: 'o', why: 'w', difference, bytes: Buffer.from('') };
}

describe('the difference between an original and a mutant', () => {
  it('is what is between their equal beginnings and ends', () => {
    expect(differenceOf(Buffer.from('<a>agent</a>'), Buffer.from('<a>admin</a>'))).to.equal('at 4: "gent" → "dmin"');
  });

  it('is empty on one side where something was added or removed', () => {
    expect(differenceOf(Buffer.from('aab'), Buffer.from('ab'))).to.equal('at 1: "a" → ""');
    expect(differenceOf(Buffer.from('ab'), Buffer.from('aab'))).to.equal('at 1: "" → "a"');
  });
});

describe('the description of findings', () => {
  it('shows the smallest mutant of a class and counts the others', () => {
    const findings = [finding('m1', ['a'], 'at 1: "" → "long"'), finding('m2', ['a']), finding('m3', ['b', 'a'])];
    expect(describeFindings(findings)).to.deep.equal([
      'accepted: a\n  m2, made from "o", at 1: "" → "x"\n  w\n  and 2 more',
    ]);
  });

  it('shows a mutant of several classes if none of them is a finding alone', () => {
    expect(describeFindings([finding('m1', ['a']), finding('m2', ['b', 'c'])])).to.deep.equal([
      'accepted: a\n  m1, made from "o", at 1: "" → "x"\n  w',
      'accepted: b, then c\n  m2, made from "o", at 1: "" → "x"\n  w',
    ]);
  });

  it('calls an original a good response', () => {
    expect(describeFindings([{ ...finding('no mutant', []), kind: 'refused' }])[0]).to.match(
      /^refused: a good response\n/,
    );
  });
});
