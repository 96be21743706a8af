import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from './soql-error.ts';

/** The parser takes these for the end of a line, and so of a text; to the platform they are characters (inferred). */
const LINE_SEPARATORS = /[\u2028\u2029]/g;

/**
 * Reads a query.
 *
 * @throws RestError MALFORMED_QUERY with the platform's words for an unexpected token (text inferred).
 */
export function parseSoql(soql: string): Query & { sObject: string } {
  const query = parseOrRefuse(soql);
  if (query.sObject === undefined) {
    throw malformedQuery("unexpected token: '<EOF>'");
  }
  return { ...query, sObject: query.sObject };
}

/** Queries that were read before, since clients send few different ones, again and again. Nobody changes what was read. */
const known = new Map<string, Query>();

/** The number of queries that are remembered. */
const REMEMBERED = 1000;

function parseOrRefuse(soql: string): Query {
  const before = known.get(soql);
  if (before !== undefined) {
    return before;
  }
  try {
    const query = parseQuery(soql.replace(LINE_SEPARATORS, escapeOf));
    if (known.size < REMEMBERED) {
      known.set(soql, query);
    }
    return query;
  } catch (error) {
    throw malformedQuery(refusalOf(error instanceof Error ? error.message : String(error)));
  }
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

/** The parser's message names the token it stumbled over in one of four forms. */
function refusalOf(message: string): string {
  const character = /^unexpected character: ->(.)<- at offset: (\d+)/s.exec(message);
  if (character !== null) {
    return `line 1:${character[2]} no viable alternative at character '${character[1]}'`;
  }
  const [, token = ''] = /found(?: -->|:)\s*'?([^']*?)'?\s*(?:<--)?$/s.exec(message) ?? [];
  return `unexpected token: '${token === '' ? '<EOF>' : token}'`;
}
