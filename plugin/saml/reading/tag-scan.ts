import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { limits } from './limits.ts';

/** The part of a text that an element takes up, from its `<` to just after its last `>`. */
export type Extent = { start: number; end: number };

/**
 * What a parser reports while it reads a document, as a text: an opening tag with its attributes, a run of text, or a
 * closing tag. Both parsers of this project must report the same events.
 */
export type ParserEvent = string;

/** The parts of an opening tag, separated by a character that XML cannot contain. */
export function openingEvent(name: string, namespace: string, attributes: ReportedAttribute[]): ParserEvent {
  return attributes.reduce(
    (event, attribute) => `${event}\0${attribute.name}\0${attribute.namespace}\0${attribute.value}`,
    `<${name}\0${namespace}`,
  );
}

type ReportedAttribute = { name: string; namespace: string; value: string };

export const textEvent = (text: string): ParserEvent => `"${text}`;

export const closingEvent: ParserEvent = '/';

export type Scan =
  { ok: true; events: ParserEvent[]; elements: number; childExtents: Extent[] } | { ok: false; reason: string };

type Scanning = {
  events: ParserEvent[];
  elements: number;
  elementNames: Set<string>;
  attributes: number;
  attributesInAll: number;
  /** The number of namespace declarations of each open element; `inScope` is their sum. */
  declarations: number[];
  inScope: number;
  namespaceOutput: number;
  childExtents: Extent[];
};

/**
 * An absolute URI begins with a scheme. Canonicalisation is not defined for other namespaces (C14N 1.0, section 1.3).
 */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * Reads the text once with a strict parser (XML 1.0 and Namespaces). It stops at the first limit, so that the lenient
 * parser never gets anything large. `childExtents` are the extents of the document element's child elements.
 */
export function scanTags(text: string): Scan {
  const scanning: Scanning = {
    events: [],
    elements: 0,
    elementNames: new Set(),
    attributes: 0,
    attributesInAll: 0,
    declarations: [],
    inScope: 0,
    namespaceOutput: 0,
    childExtents: [],
  };
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  parser.on('opentagstart', ({ name }) => {
    enterElement(scanning, name);
    if (scanning.declarations.length === 2) {
      scanning.childExtents.push({ start: text.lastIndexOf('<', parser.position - 1), end: -1 });
    }
  });
  parser.on('attribute', (attribute) => meetAttribute(scanning, attribute));
  parser.on('opentag', (tag) => openElement(scanning, tag));
  parser.on('text', (content) => meetText(scanning, content));
  parser.on('closetag', () => {
    const child = scanning.childExtents.at(-1);
    if (scanning.declarations.length === 2 && child) {
      child.end = parser.position;
    }
    leaveElement(scanning);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true, events: scanning.events, elements: scanning.elements, childExtents: scanning.childExtents };
}

function enterElement(scanning: Scanning, name: string): void {
  scanning.elements += 1;
  scanning.elementNames.add(name);
  scanning.attributes = 0;
  scanning.declarations.push(0);
  refuseMore('elements', scanning.elements, limits.elements);
  refuseMore('different names of elements', scanning.elementNames.size, limits.elementNames);
  refuseMore('levels', scanning.declarations.length, limits.depth);
}

function meetAttribute(scanning: Scanning, attribute: Omit<SaxesAttributeNS, 'uri'>): void {
  scanning.attributes += 1;
  scanning.attributesInAll += 1;
  refuseMore('attributes of one element', scanning.attributes, limits.attributes);
  refuseMore('attributes', scanning.attributesInAll, limits.attributesInAll);
  if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') {
    refuseNamespace(attribute.value, attribute.name === 'xmlns');
    scanning.declarations.push((scanning.declarations.pop() ?? 0) + 1);
    scanning.inScope += 1;
    refuseMore('namespace declarations in scope', scanning.inScope, limits.namespacesInScope);
  }
}

function refuseNamespace(namespace: string, isDefault: boolean): void {
  refuseMore('characters of a namespace', namespace.length, limits.namespaceCharacters);
  if (!ABSOLUTE_URI.test(namespace) && !(isDefault && namespace === '')) {
    throw new Error(`the namespace "${namespace.slice(0, 40)}" is no absolute URI`);
  }
}

function openElement(scanning: Scanning, tag: SaxesTagNS): void {
  const attributes = Object.values(tag.attributes).map(({ name, uri, value }) => ({ name, namespace: uri, value }));
  scanning.namespaceOutput += attributes.reduce((sum, { namespace }) => sum + namespace.length, tag.uri.length);
  refuseMore('characters of namespaces in all names', scanning.namespaceOutput, limits.namespaceOutput);
  scanning.events.push(openingEvent(tag.name, tag.uri, attributes));
}

/** The parser reports each run of text in one piece. It also reports line breaks around the document element. */
function meetText(scanning: Scanning, text: string): void {
  if (scanning.declarations.length > 0) {
    scanning.events.push(textEvent(text));
  }
}

function leaveElement(scanning: Scanning): void {
  scanning.inScope -= scanning.declarations.pop() ?? 0;
  scanning.events.push(closingEvent);
}

function refuseMore(what: string, count: number, limit: number): void {
  if (count > limit) {
    throw new Error(`more than ${limit} ${what}`);
  }
}
