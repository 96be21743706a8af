import type { Element } from '../element.ts';
import type { Position } from '../../report/check.ts';
import { differenceFrom } from './second-reading.ts';
import { parseStrictly } from './strict-parser.ts';

/** A document, with the text that the places of its elements refer to. */
export type ParsedDocument = { text: string; root: Element; elements: number };

/** The document, or why there is none, and where in the text that was found if it is at one place. */
export type ParseResult =
  | { ok: true; document: ParsedDocument }
  | { ok: false; reason: string; position?: Position | undefined };

/**
 * Parses a text that has passed the checks for ambiguous markup. A strict parser, which knows the rules of XML, makes the
 * tree. A second reader, which shares no code with it, must find the same in the text.
 */
export function parseDocument(text: string): ParseResult {
  const strict = parseStrictly(text);
  if (!strict.ok) {
    return strict;
  }
  const { root, elements } = strict;
  return differenceFrom(root, text) === undefined
    ? { ok: true, document: { text, root, elements } }
    : { ok: false, reason: 'two parsers read two different documents from it' };
}
