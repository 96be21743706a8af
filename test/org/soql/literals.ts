import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { parseDateTime } from '../database/dates.ts';
import { idKey, isId } from '../database/identifiers.ts';
import type { FieldType } from '../schema/field.ts';

/** A value in the form in which values of its field are compared: see {@link comparable}. */
export type Comparable = string | number | boolean | null;

/** What a literal stands for: one value, or with a date literal such as TODAY a span of time in milliseconds. */
export type Literal = { kind: 'value'; value: Comparable } | { kind: 'span'; start: number; end: number };

/** Why a literal does not fit its field; the text is the platform's. */
export type Misfit = { kind: 'misfit'; errorCode: 'INVALID_FIELD' | 'INVALID_QUERY_FILTER_OPERATOR'; text: string };

const DAY = 24 * 60 * 60 * 1000;

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Which literals a field of each type can be compared with, besides null. */
const LITERALS_OF: Partial<Record<FieldType, { literals: string[]; name: string }>> = {
  boolean: { literals: ['BOOLEAN'], name: 'boolean' },
  int: { literals: ['INTEGER', 'DECIMAL'], name: 'double' },
  date: { literals: ['DATE', 'DATE_LITERAL', 'DATE_N_LITERAL'], name: 'date' },
  datetime: { literals: ['DATETIME', 'DATE_LITERAL', 'DATE_N_LITERAL'], name: 'dateTime' },
};

/**
 * A value of a field in the form in which it is compared: texts without regard to case and the empty text as null (as
 * SOQL does), ids without their checksum, dates in milliseconds.
 */
export function comparable(type: FieldType, value: Comparable): Comparable {
  if (typeof value !== 'string') {
    return value;
  }
  switch (type) {
    case 'id':
    case 'reference':
      return idKey(value);
    case 'date':
    case 'datetime':
      return parseDateTime(value)?.getTime() ?? null;
    default:
      return value === '' ? null : value.toLowerCase();
  }
}

/** The text of a literal in apostrophes, its escapes undone (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
export function textOf(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\u([0-9A-Fa-f]{4})|\\(.)/gs, (_, code: string | undefined, character: string) =>
      code === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

/** What a literal of a WHERE clause means for a field, or why it does not fit. */
export function readLiteral(
  field: { name: string; type: FieldType },
  literalType: LiteralType | undefined,
  text: string,
  now: Date,
): Literal | Misfit {
  if (literalType === 'NULL') {
    return { kind: 'value', value: null };
  }
  const expected = LITERALS_OF[field.type];
  if (expected === undefined) {
    return readText(field, literalType, text);
  }
  if (literalType === undefined || !expected.literals.includes(literalType)) {
    return misfit(field.name, expected.name, 'should not be enclosed in quotes');
  }
  if (literalType === 'BOOLEAN') {
    return { kind: 'value', value: text.toLowerCase() === 'true' };
  }
  if (literalType === 'INTEGER' || literalType === 'DECIMAL') {
    return { kind: 'value', value: Number(text) };
  }
  if (literalType === 'DATE' || literalType === 'DATETIME') {
    return { kind: 'value', value: comparable(field.type, text) };
  }
  return spanOf(text, now) ?? misfit(field.name, expected.name, 'should not be enclosed in quotes');
}

function readText(
  field: { name: string; type: FieldType },
  literalType: LiteralType | undefined,
  text: string,
): Literal | Misfit {
  if (literalType !== 'STRING') {
    return misfit(field.name, 'string', 'should be enclosed in quotes');
  }
  const value = textOf(text);
  if ((field.type === 'id' || field.type === 'reference') && !isId(value)) {
    return { kind: 'misfit', errorCode: 'INVALID_QUERY_FILTER_OPERATOR', text: `invalid ID field: ${value}` };
  }
  return { kind: 'value', value: comparable(field.type, value) };
}

function misfit(name: string, type: string, quotes: string): Misfit {
  const text = `value of filter criterion for field '${name}' must be of type ${type} and ${quotes}`;
  return { kind: 'misfit', errorCode: 'INVALID_FIELD', text };
}

/** The days of a date literal (SOQL and SOSL Reference, "Date Formats and Date Literals"); weeks and longer are not read. */
function spanOf(text: string, now: Date): Literal | undefined {
  const [name = '', count] = text.toUpperCase().split(':');
  const days = Number(count ?? 0);
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const span = (first: number, last: number): Literal => ({
    kind: 'span',
    start: today + first * DAY,
    end: today + (last + 1) * DAY,
  });
  switch (name) {
    case 'YESTERDAY':
      return span(-1, -1);
    case 'TODAY':
      return span(0, 0);
    case 'TOMORROW':
      return span(1, 1);
    case 'LAST_N_DAYS':
      return span(-days, 0);
    case 'NEXT_N_DAYS':
      return span(1, days);
    case 'N_DAYS_AGO':
      return span(-days, -days);
    default:
      return undefined;
  }
}
