import { DOMParser } from '@xmldom/xmldom';
import type { Attribute, Element } from './element.ts';
import type { Position } from '../report/check.ts';
import { parseStrictly } from './strict-parser.ts';

/** A document, with the text that the places of its elements refer to. */
export type ParsedDocument = { text: string; root: Element; elements: number };

/** The document, or why there is none, and where in the text that was found if it is at one place. */
export type ParseResult =
  | { ok: true; document: ParsedDocument }
  | { ok: false; reason: string; position?: Position | undefined };

/**
 * Parses a text that has passed the checks for ambiguous markup. A strict parser, which knows the rules of XML, makes the
 * tree. Another parser, which shares no code with it, must read the same document, since an error of one parser is the
 * place where a receiver may read something else.
 */
export function parseDocument(text: string): ParseResult {
  const strict = parseStrictly(text);
  if (!strict.ok) {
    return strict;
  }
  const { root, elements } = strict;
  try {
    return isSameElement(root, parseLeniently(text).documentElement)
      ? { ok: true, document: { text, root, elements } }
      : { ok: false, reason: 'two parsers read two different documents from it' };
  } catch (error) {
    return { ok: false, reason: String(error instanceof Error ? error.message : error).split('\n')[0] ?? '' };
  }
}

function parseLeniently(text: string): Document {
  const refuse = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  return new DOMParser({ errorHandler }).parseFromString(withoutPitfalls(text), 'text/xml');
}

/**
 * The same document in a form that @xmldom/xmldom 0.8 reads rightly. It applies the line ends of XML 1.1, by which U+0085
 * and U+2028 are line ends too; written as references they are kept. And it takes an element for unclosed if the end tag
 * has white space and that of an element of the same name before has none. In this text, `</` begins nothing but end tags.
 */
function withoutPitfalls(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(<\/[^ \t\n>]+)[ \t\n]+>/g, '$1>')
    .replace(/[\u0085\u2028]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function isSameElement(one: Element, other: globalThis.Element): boolean {
  const { attributes, childNodes } = one;
  return (
    one.tagName === other.tagName &&
    one.namespaceURI === (other.namespaceURI ?? '') &&
    attributes.length === other.attributes.length &&
    attributes.every((attribute, index) => isSameAttribute(attribute, other.attributes[index]!)) &&
    childNodes.length === other.childNodes.length &&
    childNodes.every((node, index) => isSameNode(node, other.childNodes[index]!, other.nodeType))
  );
}

function isSameNode(one: Element | string, other: globalThis.Node, elementType: number): boolean {
  return typeof one === 'string'
    ? other.nodeType !== elementType && one === other.nodeValue
    : other.nodeType === elementType && isSameElement(one, other as globalThis.Element);
}

function isSameAttribute(one: Attribute, other: globalThis.Attr): boolean {
  return one.name === other.name && one.namespaceURI === (other.namespaceURI ?? '') && one.value === other.value;
}
