import { RestError } from '../server/rest-error.ts';

/** Characters that are shown of a long query before and after the place of a fault (inferred from seen excerpts). */
const CONTEXT = 30;

/**
 * A query the org refuses, with the excerpt, the mark and the place that the platform writes before the text (form seen
 * in many reports).
 *
 * @param offset where in the query the fault is, from 0.
 */
export function locatedError(errorCode: string, soql: string, offset: number, text: string): RestError {
  const before = soql.slice(0, offset).split('\n');
  const row = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const line = soql.split('\n')[row - 1] ?? '';
  const start = Math.max(0, column - 1 - CONTEXT);
  const excerpt = line.slice(start, column - 1 + CONTEXT);
  const mark = `${' '.repeat(column - 1 - start)}^`;
  return new RestError(400, errorCode, `\n${excerpt}\n${mark}\nERROR at Row:${row}:Column:${column}\n${text}`);
}

/** A query the org cannot read. */
export function malformedQuery(text: string): RestError {
  return new RestError(400, 'MALFORMED_QUERY', text);
}

/**
 * A query that a real org would answer and this one does not evaluate. Status and code exist nowhere on the platform, so
 * that no test takes the answer for the platform's.
 */
export function notEmulated(feature: string): RestError {
  return new RestError(501, 'NOT_EMULATED', `The emulated org does not evaluate ${feature}`);
}
