import type { Element } from '../../plugin/saml/reading/element.ts';
import { parseStrictly } from '../../plugin/saml/reading/xml/strict-parser.ts';

/** The document element of a text that must be XML. */
export function parse(xml: string): Element {
  const parsed = parseStrictly(xml);
  if (!parsed.ok) {
    throw new Error(`the test has made no document: ${parsed.reason}`);
  }
  return parsed.root;
}
