import { expect } from 'chai';
import fc from 'fast-check';
import { evaluateFormula, namesField, type FieldLookup } from './formula.ts';

const FIELDS: Record<string, string> = {
  'User.Email': 'ada@example.com',
  'User.Department': '',
  'Organization.Name': 'Acme',
};

const lookUp: FieldLookup = (object, field) => FIELDS[`${object}.${field}`];

describe('the formula of a custom attribute', () => {
  for (const [formula, text] of [
    ["'agent'", 'agent'],
    ['"agent"', 'agent'],
    ["  'agent'\n", 'agent'],
    ["''", ''],
    ["'it\\'s \\\\ \"so\"'", 'it\'s \\ "so"'],
    ['$User.Email', 'ada@example.com'],
    ['$Organization.Name', 'Acme'],
    ['$User.Department', ''],
    ["'a' + 'b'", 'ab'],
    ["'a'&\"b\" & 'c'", 'abc'],
    ["('role-' & ($User.Email)) + '!'", 'role-ada@example.com!'],
    ["$User.Department & 'x'", 'x'],
  ] as const) {
    it(`${formula} gives ${JSON.stringify(text)}`, () => {
      expect(evaluateFormula(formula, lookUp)).to.equal(text);
    });
  }

  for (const [situation, formula] of [
    ['a literal without quotes', 'agent'],
    ['a literal that does not end', "'agent"],
    ['quotes that differ', '\'agent"'],
    ['a field that does not exist', '$User.Nope'],
    ['an object that does not exist', '$Nope.Email'],
    ['a field without an object', '$Email'],
    ['two values without a sign', "'a' 'b'"],
    ['a sign without a value', "'a' +"],
    ['a sign at the start', "& 'a'"],
    ['two signs', "'a' + & 'b'"],
    ['an open parenthesis', "('a'"],
    ['a closed one too many', "'a')"],
    ['empty parentheses', '()'],
    ['a value behind parentheses', "('a')'b'"],
    ['a function', "UPPER('a')"],
    ['nothing', ''],
    ['blanks alone', '  '],
  ] as const) {
    it(`cannot be read where it has ${situation}`, () => {
      expect(evaluateFormula(formula, lookUp)).to.equal(undefined);
    });
  }

  it('asks for a field or is the same text for everybody', () => {
    expect(["'agent'", "'$User.Email'", "'a' & 'b'", ''].map(namesField)).to.deep.equal([false, false, false, false]);
    expect(['$User.Role__c', "'a' & $User.Alias"].map(namesField)).to.deep.equal([true, true]);
  });

  it('gives back any text that was written as a literal', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("'", '"'), (text, quote) => {
        const literal = quote + text.replace(/['"\\]/g, '\\$&') + quote;
        expect(evaluateFormula(literal, lookUp)).to.equal(text);
      }),
    );
  });

  it('never throws and ends soon, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("'", '"', '\\', '$User.Email', '+', '&', '(', ')', ' ', 'a')), (parts) => {
        evaluateFormula(parts.join(''), lookUp);
      }),
    );
    const before = process.cpuUsage();
    evaluateFormula('('.repeat(200_000), lookUp);
    evaluateFormula(`'${'\\'.repeat(200_001)}`, lookUp);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).to.be.lessThan(2000);
  });
});
