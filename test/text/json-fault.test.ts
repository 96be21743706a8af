import { expect } from 'chai';
import fc from 'fast-check';
import { jsonFault } from '../../plugin/text/json-fault.ts';

describe('the place where a text is not JSON', () => {
  for (const [text, line, column, expected] of [
    ['', 1, 1, 'value'],
    ['{', 1, 2, 'name'],
    ['{"a"', 1, 5, 'colon'],
    ['{"a":', 1, 6, 'value'],
    ['{"a": 1', 1, 8, 'comma-or-brace'],
    ['[1', 1, 3, 'comma-or-bracket'],
    ['{"a": 1,}', 1, 9, 'name'],
    ['[1,]', 1, 4, 'value'],
    ['[1 2]', 1, 4, 'comma-or-bracket'],
    ['{} {}', 1, 4, 'end'],
    ["{'a': 1}", 1, 2, 'name'],
    ['{a: 1}', 1, 2, 'name'],
    ['{"a": nul}', 1, 7, 'value'],
    ['{"a": truer}', 1, 7, 'value'],
    ['[01]', 1, 2, 'value'],
    ['[1.]', 1, 2, 'value'],
    ['[-]', 1, 2, 'value'],
    ['{\n  "a": "b\n}', 2, 8, 'string'],
    ['{\r\n  "a": "C:\\Users"\r\n}', 2, 8, 'string'],
    ['{\r"a" "b"}', 2, 5, 'colon'],
    ['[\n// comment\n]', 2, 1, 'value'],
    ['[1}', 1, 3, 'comma-or-bracket'],
    ['{"a": 1]', 1, 8, 'comma-or-brace'],
    ['[TRUE]', 1, 2, 'value'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is line ${line}, column ${column}`, () => {
      expect(jsonFault(text)).to.deep.equal({ line, column, expected });
    });
  }

  it('is found in a long text, in long strings and deep inside lists', () => {
    for (const part of ['x', '\\n', 'é']) {
      expect(jsonFault(`["${part.repeat(1_000_000)}"`)?.expected, part).to.equal('comma-or-bracket');
    }
    const depth = 1_000_000;
    expect(jsonFault('['.repeat(depth))).to.deep.equal({ line: 1, column: depth + 1, expected: 'value' });
  });

  it('is found where JSON.parse refuses a text, and nowhere else', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '"', '}', ']', ':', '1', ' ', '\\', 'true', '\n', 'e'),
      )
      .map(([text, place, length, other]) => {
        const index = place % (text.length + 1);
        return text.slice(0, index) + other + text.slice(index + length);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.json()), (text) => {
        expect(jsonFault(text) === undefined, text).to.equal(isJson(text));
      }),
      { numRuns: 5_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
