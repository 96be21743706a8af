import { expect } from 'chai';
import fc from 'fast-check';
import { createOrgState } from '../create-state.ts';
import { findRows, insertRow } from '../database/rows.ts';
import { usersWhere, values } from './testing.ts';

/** A text literal as a careful client writes it. */
function literal(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  return `'${escaped}'`;
}

type Tree = { and: Tree[] } | { or: Tree[] } | { not: Tree } | { alias: string };

/** Conditions in which no NOT begins what another NOT negates: the parser loses one of three such NOTs. */
const { tree } = fc.letrec<{ tree: Tree; positive: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5, depthSize: 'small' }, tie('positive'), fc.record({ not: tie('positive') })),
  positive: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.record({ alias: fc.constantFrom('admin', 'sam', 'mina', 'pat', 'lee', 'gone', 'nobody') }),
    fc.record({ and: fc.tuple(tie('positive'), tie('tree')) }),
    fc.record({ or: fc.tuple(tie('positive'), tie('tree'), tie('tree')) }),
  ),
}));

function write(condition: Tree): string {
  if ('alias' in condition) {
    return `Alias = '${condition.alias}'`;
  }
  if ('not' in condition) {
    return `NOT (${write(condition.not)})`;
  }
  const [operator, parts] = 'and' in condition ? [' AND ', condition.and] : [' OR ', condition.or];
  return parts.map((part) => `(${write(part)})`).join(operator);
}

function holds(condition: Tree, alias: string): boolean {
  if ('alias' in condition) {
    return condition.alias === alias;
  }
  if ('not' in condition) {
    return !holds(condition.not, alias);
  }
  return 'and' in condition
    ? condition.and.every((part) => holds(part, alias))
    : condition.or.some((part) => holds(part, alias));
}

describe('any query', () => {
  it('with nested AND, OR and NOT picks exactly the rows for which the condition holds', () => {
    const org = createOrgState();
    const aliases = findRows(org, 'User').map((row) => String(row['Alias']));
    fc.assert(
      fc.property(tree, (condition) => {
        expect(usersWhere(org, write(condition))).to.deep.equal(aliases.filter((alias) => holds(condition, alias)));
      }),
      { numRuns: 200 },
    );
  });

  it('finds a row by its name whatever characters the name holds, if they are escaped', () => {
    const nasty = fc.constantFrom("'", '\\', '"', '\n', '\r', '\t', '\u2028', '%', '_', '(', '😀');
    const any = fc.integer({ min: 1, max: 0xd7ff }).map((code) => String.fromCharCode(code));
    const name = fc.string({ unit: fc.oneof(nasty, any), minLength: 1, maxLength: 30 });
    const org = createOrgState();
    fc.assert(
      fc.property(name, (text) => {
        org.rows.delete('ConnectedApplication');
        insertRow(org, 'ConnectedApplication', { Name: text });
        insertRow(org, 'ConnectedApplication', { Name: `${text}x` });
        const soql = `SELECT Name FROM ConnectedApplication WHERE Name = ${literal(text)}`;
        expect(values(org, soql)).to.deep.equal([text]);
      }),
      { numRuns: 200 },
    );
  });
});
