import { DOMParser } from '@xmldom/xmldom';
import { closingEvent, openingEvent, scanTags, textEvent, type Extent, type ParserEvent } from './tag-scan.ts';

export type ParsedDocument = {
  /** The text that was parsed. The signature library must be given this text, so that it reads the same document. */
  text: string;
  root: Element;
  elements: number;
  /** Where the children of the document element are in `text`. */
  childExtents: Extent[];
};

export type ParseResult = { ok: true; document: ParsedDocument } | { ok: false; reason: string };

/**
 * Parses a text that has passed the checks for ambiguous markup. Two parsers read it: a strict one, which knows the
 * rules of XML, and the lenient one that the signature library works with. Both must read the same document.
 */
export function parseDocument(text: string): ParseResult {
  const prepared = prepare(text);
  const scan = scanTags(prepared);
  if (!scan.ok) {
    return scan;
  }
  try {
    const root = parseStrictly(prepared).documentElement;
    const { elements, childExtents, events } = scan;
    return isSame(eventsThrough(root), events)
      ? { ok: true, document: { text: prepared, root, elements, childExtents } }
      : { ok: false, reason: 'two parsers read two different documents from it' };
  } catch (error) {
    return { ok: false, reason: String(error instanceof Error ? error.message : error).split('\n')[0] ?? '' };
  }
}

/**
 * Makes line ends as XML 1.0 requires. @xmldom/xmldom 0.8 applies the rules of XML 1.1, by which U+0085 and U+2028 are
 * line ends too. Written as references they are kept, and valid signatures over them stay valid.
 */
function prepare(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0085\u2028]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

function parseStrictly(text: string): Document {
  const refuse = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  return new DOMParser({ errorHandler }).parseFromString(text, 'text/xml');
}

/** The events of a tree, which holds only elements, attributes and text. */
function eventsThrough(element: Element, events: ParserEvent[] = []): ParserEvent[] {
  const attributes = Array.from(element.attributes, ({ name, namespaceURI, value }) => {
    return { name, namespace: namespaceURI ?? '', value };
  });
  events.push(openingEvent(element.tagName, element.namespaceURI ?? '', attributes));
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === element.nodeType) {
      eventsThrough(node as Element, events);
    } else {
      events.push(textEvent(node.nodeValue ?? ''));
    }
  }
  events.push(closingEvent);
  return events;
}

function isSame(some: ParserEvent[], others: ParserEvent[]): boolean {
  return some.length === others.length && some.every((event, index) => event === others[index]);
}
