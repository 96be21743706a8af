import type { Condition, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import { malformedQuery, notEmulated } from './soql-error.ts';

/** A comparison of one field, as the parser gives it. */
export type Comparison = Extract<Condition, { field: string }> | ValueQueryCondition;

/** A WHERE clause as a tree. */
export type ConditionTree =
  | { kind: 'and' | 'or'; parts: ConditionTree[] }
  | { kind: 'not'; part: ConditionTree }
  | { kind: 'comparison'; comparison: Comparison };

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Comparison;

/**
 * The tree of a WHERE clause. The parser gives a flat chain in which every comparison counts the parentheses around it;
 * this puts the structure back.
 *
 * Operators that are mixed without parentheses are refused, NOT after AND included (SOQL and SOSL Reference, "Logical
 * Operators"; text seen).
 *
 * @throws RestError MALFORMED_QUERY; NOT_EMULATED for what the parser loses.
 */
export function conditionTree(where: WhereClause): ConditionTree {
  const tokens = tokensOf(where);
  // The parser has checked the parentheses, but of three NOTs with nothing but parentheses between them it loses one.
  if (tokens.filter((token) => token === '(').length !== tokens.filter((token) => token === ')').length) {
    throw notEmulated('three NOTs with nothing but parentheses between them');
  }
  const tree = readChain(tokens);
  if (tokens.length > 0) {
    throw unexpected(tokens[0]);
  }
  return tree;
}

function readChain(tokens: Token[]): ConditionTree {
  if (tokens[0] === 'NOT') {
    tokens.shift();
    return { kind: 'not', part: readUnit(tokens) };
  }
  const first = readUnit(tokens);
  const operator = tokens[0];
  if (operator !== 'AND' && operator !== 'OR') {
    return first;
  }
  const parts = [first];
  while (tokens[0] === operator) {
    tokens.shift();
    parts.push(readUnit(tokens));
  }
  return { kind: operator === 'AND' ? 'and' : 'or', parts };
}

function readUnit(tokens: Token[]): ConditionTree {
  const token = tokens.shift();
  if (token === '(') {
    const tree = readChain(tokens);
    const close = tokens.shift();
    if (close !== ')') {
      throw unexpected(close);
    }
    return tree;
  }
  if (token === undefined || typeof token === 'string') {
    throw unexpected(token);
  }
  return { kind: 'comparison', comparison: token };
}

function tokensOf(where: WhereClause): Token[] {
  const { left } = where;
  const open = parentheses('(', left?.openParen);
  if (left === null || !('operator' in left)) {
    return [...open, 'NOT', ...rightOf(where)];
  }
  if (!('field' in left)) {
    throw notEmulated('functions in a WHERE clause');
  }
  const close = parentheses(')', left.closeParen);
  const operator = 'operator' in where ? [where.operator.toUpperCase() as 'AND' | 'OR'] : [];
  return [...open, left, ...close, ...operator, ...rightOf(where)];
}

function rightOf(where: WhereClause): Token[] {
  return 'right' in where ? tokensOf(where.right) : [];
}

function parentheses(parenthesis: '(' | ')', count: number | undefined): Token[] {
  return Array.from({ length: count ?? 0 }, () => parenthesis);
}

function unexpected(token: Token | undefined): Error {
  const text = typeof token === 'object' ? token.field : (token ?? '<EOF>');
  return malformedQuery(`unexpected token: '${text}'`);
}
