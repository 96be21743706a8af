import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import type { FieldType } from '../schema/field.ts';
import type { Comparison } from './condition-tree.ts';
import { comparable, readLiteral, textOf, type Comparable, type Literal } from './literals.ts';
import { valueAt, type Path } from './paths.ts';
import type { Scope } from './scope.ts';
import { locatedError, notEmulated } from './soql-error.ts';
import { offsetOfName } from './tokens.ts';
import type { Row } from '../state.ts';

/** Whether a row passes. */
export type RowTest = (row: Row) => boolean;

/** Operators that a field of a type does not take (SOQL and SOSL Reference, "Comparison Operators"). */
const REFUSED: Array<{ types: FieldType[]; operators: string[] }> = [
  { types: ['id', 'reference'], operators: ['LIKE', '<', '>', '<=', '>='] },
  { types: ['boolean'], operators: ['LIKE', '<', '>', '<=', '>=', 'IN', 'NOT IN'] },
  { types: ['int', 'date', 'datetime'], operators: ['LIKE'] },
];

const NEGATED = ['NOT IN', '!=', '<>'];
const EQUALITY = [...NEGATED, 'IN', '='];

const WILDCARDS: Record<string, string> = { '%': '[^]*', _: '[^]' };

/**
 * The test that a comparison puts a row to.
 *
 * @param memberValues the values that a subquery gives, where the comparison has one.
 * @throws RestError for a field that cannot be filtered, an operator it does not take, or a value of another type.
 */
export function comparisonTest(
  scope: Scope,
  path: Path,
  comparison: Comparison,
  memberValues: () => Comparable[],
): RowTest {
  const operator = comparison.operator.toUpperCase();
  const { type } = path.field;
  refuseFilter(scope, path, operator);
  const actual = (row: Row): Comparable => comparable(type, valueAt(scope, path, row));
  if ('valueQuery' in comparison) {
    const members = new Set(memberValues());
    return operator === 'IN' ? (row) => members.has(actual(row)) : (row) => !members.has(actual(row));
  }
  const literals = literalsOf(scope, path, comparison);
  if (operator === 'LIKE') {
    const pattern = comparison.literalType === 'NULL' ? undefined : likePattern(String(comparison.value));
    return (row) => {
      const value = valueAt(scope, path, row);
      return typeof value === 'string' && pattern !== undefined && pattern.test(value);
    };
  }
  const exact = EQUALITY.includes(operator) ? valuesOf(literals) : undefined;
  if (exact !== undefined) {
    return NEGATED.includes(operator) ? (row) => !exact.has(actual(row)) : (row) => exact.has(actual(row));
  }
  const compare = comparatorOf(operator);
  return NEGATED.includes(operator)
    ? (row) => !literals.some((literal) => compare(actual(row), literal))
    : (row) => literals.some((literal) => compare(actual(row), literal));
}

/** The values of literals none of which is a span of time: they are compared as a set, since lists can be long. */
function valuesOf(literals: Literal[]): Set<Comparable> | undefined {
  const values = literals.flatMap((literal) => (literal.kind === 'value' ? [literal.value] : []));
  return values.length === literals.length ? new Set(values) : undefined;
}

function refuseFilter({ soql, from }: Scope, { written, field }: Path, operator: string): void {
  const offset = offsetOfName(soql, written, from);
  if (!field.filterable) {
    throw locatedError('INVALID_FIELD', soql, offset, `field '${field.name}' can not be filtered in a query call`);
  }
  if (operator === 'INCLUDES' || operator === 'EXCLUDES' || isRefused(field.type, operator)) {
    const text = `invalid operator on ${field.type === 'reference' ? 'id' : field.type} field`;
    throw locatedError('INVALID_QUERY_FILTER_OPERATOR', soql, offset, text);
  }
}

function isRefused(type: FieldType, operator: string): boolean {
  return REFUSED.some(({ types, operators }) => types.includes(type) && operators.includes(operator));
}

function literalsOf(scope: Scope, path: Path, comparison: Exclude<Comparison, { valueQuery: unknown }>): Literal[] {
  const { soql, from, org } = scope;
  return [comparison.value].flat().map((text, index) => {
    const literalType = literalTypeAt(comparison.literalType, index);
    if (literalType === 'APEX_BIND_VARIABLE') {
      throw notEmulated('bind variables');
    }
    const literal = readLiteral(path.field, literalType, text, org.now());
    if (literal.kind === 'misfit') {
      throw locatedError(literal.errorCode, soql, offsetOfName(soql, path.written, from), literal.text);
    }
    return literal;
  });
}

function literalTypeAt(types: LiteralType | LiteralType[] | undefined, index: number): LiteralType | undefined {
  return Array.isArray(types) ? types[index] : types;
}

function comparatorOf(operator: string): (actual: Comparable, literal: Literal) => boolean {
  switch (operator) {
    case '<':
      return (actual, literal) => isOrdered(actual, startOf(literal), (order) => order < 0);
    case '<=':
      return (actual, literal) =>
        literal.kind === 'span'
          ? isOrdered(actual, literal.end, (order) => order < 0)
          : isOrdered(actual, literal.value, (order) => order <= 0);
    case '>':
      return (actual, literal) =>
        literal.kind === 'span'
          ? isOrdered(actual, literal.end, (order) => order >= 0)
          : isOrdered(actual, literal.value, (order) => order > 0);
    case '>=':
      return (actual, literal) => isOrdered(actual, startOf(literal), (order) => order >= 0);
    default:
      return isEqual;
  }
}

function isEqual(actual: Comparable, literal: Literal): boolean {
  return literal.kind === 'value'
    ? actual === literal.value
    : typeof actual === 'number' && actual >= literal.start && actual < literal.end;
}

function startOf(literal: Literal): Comparable {
  return literal.kind === 'span' ? literal.start : literal.value;
}

/** Null is neither before nor after anything. */
function isOrdered(actual: Comparable, other: Comparable, holds: (order: number) => boolean): boolean {
  return actual !== null && other !== null && holds(orderOf(actual, other));
}

/** The order of two values of one field: negative, 0 or positive. */
export function orderOf(one: Comparable, other: Comparable): number {
  if (one === other || one === null || other === null) {
    return 0;
  }
  return one < other ? -1 : 1;
}

/** LIKE: `%` is any text, `_` one character, either as itself behind a backslash; without regard to case. */
function likePattern(quoted: string): RegExp {
  const source = quoted
    .slice(1, -1)
    .replace(/\\u[0-9A-Fa-f]{4}|\\.|[^\\]/gs, (part) => WILDCARDS[part] ?? literally(textOf(`'${part}'`)));
  return new RegExp(`^${source}$`, 'i');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
