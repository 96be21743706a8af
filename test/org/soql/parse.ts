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

function parseOrRefuse(soql: string): Query {
  try {
    return parseQuery(soql.replace(LINE_SEPARATORS, escapeOf));
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
