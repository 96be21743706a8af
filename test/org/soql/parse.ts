import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from './soql-error.ts';

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
    return parseQuery(soql);
  } catch (error) {
    throw malformedQuery(refusalOf(error instanceof Error ? error.message : String(error)));
  }
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
