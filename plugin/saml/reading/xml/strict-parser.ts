import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { codePointOf } from '../../../text/code-point.ts';
import { Element, type Attribute } from '../element.ts';
import { limits } from '../limits.ts';
import type { Position } from '../../report/check.ts';

/** The tree, or why there is none, and where in the text that was found. */
export type StrictResult =
  | { ok: true; root: Element; elements: number }
  | { ok: false; reason: string; position: Position };

type Parsing = {
  /** The open elements, the innermost last. */
  open: Element[];
  /** Where the start tag begins that is being read. */
  start: number;
  root: Element | undefined;
  elements: number;
  /** What was looked at before, and may be. */
  elementNames: Set<string>;
  attributeNames: Set<string>;
  namespaces: Set<string>;
  /** Those of the start tag that is being read. */
  attributes: SaxesAttributeNS[];
  attributesInAll: number;
  /** The number of namespace declarations of each open element; `inScope` is their sum. */
  declarations: number[];
  inScope: number;
  namespaceOutput: number;
  /** Ends the parsing. */
  refuse: (reason: string) => void;
};

/** Ends the parsing of a text that is refused. Any other error is a fault of this program, and no finding. */
class Refusal extends Error {}

/** An absolute URI begins with a scheme. Canonicalisation is not defined for other namespaces (C14N 1.0, section 1.3). */
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * A character that no URI has (RFC 3986), and also the ampersand and the apostrophe. In a namespace they only serve to
 * make two readers see two documents.
 */
const UNUSUAL_IN_URI = /[^A-Za-z0-9._~:/?#[\]@!$()*+,;=%-]/u;

/** Only the fifth edition of XML 1.0 allows these characters in names, and many readers keep to an earlier one. */
const BEYOND_THE_BASIC_PLANE = /[\u{10000}-\u{10FFFF}]/u;

/** Names that begin with these letters in any case are reserved (XML 1.0, section 2.3), and readers treat them differently. */
const RESERVED = /^xmlns/i;

/**
 * Reads the text once with a strict parser (XML 1.0 and Namespaces), and makes the tree. It stops at the first limit, so
 * that nothing after it gets anything large. The text holds nothing but elements, attributes and text.
 */
export function parseStrictly(text: string): StrictResult {
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const parsing: Parsing = {
    open: [],
    start: 0,
    root: undefined,
    elements: 0,
    elementNames: new Set(),
    attributeNames: new Set(),
    namespaces: new Set(),
    attributes: [],
    attributesInAll: 0,
    declarations: [],
    inScope: 0,
    namespaceOutput: 0,
    refuse: (reason) => parser.fail(reason),
  };
  parser.on('error', ({ message }) => {
    throw new Refusal(message.replace(/^\d+:\d+: /, ''));
  });
  parser.on('opentagstart', ({ name }) => {
    parsing.start = text.lastIndexOf('<', parser.position - 1);
    enterElement(parsing, name);
  });
  parser.on('attribute', (attribute) => meetAttribute(parsing, attribute));
  parser.on('opentag', (tag) => openElement(parsing, tag));
  parser.on('text', (content) => parsing.open.at(-1)?.childNodes.push(content));
  parser.on('closetag', () => leaveElement(parsing));
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refusal) {
      return { ok: false, reason: error.message, position: positionOf(parser) };
    }
    throw error;
  }
  const { root, elements } = parsing;
  return root === undefined
    ? { ok: false, reason: 'there is no element', position: positionOf(parser) }
    : { ok: true, root, elements };
}

/** Where a parser is. The last character it has read is the one it complains about. */
function positionOf({ line, column }: Position): Position {
  return { line, column };
}

function enterElement(parsing: Parsing, name: string): void {
  const { elementNames } = parsing;
  const isNew = !elementNames.has(name);
  if (isNew) {
    refuseUnusualName(parsing, name);
    elementNames.add(name);
  }
  parsing.elements += 1;
  parsing.attributes = [];
  parsing.declarations.push(0);
  refuseMore(parsing, 'elements', parsing.elements, limits.elements);
  refuseMore(parsing, 'different names of elements', elementNames.size, limits.elementNames);
  refuseMore(parsing, 'levels', parsing.declarations.length, limits.depth);
}

function meetAttribute(parsing: Parsing, attribute: SaxesAttributeNS): void {
  const { attributeNames } = parsing;
  const { name, value } = attribute;
  const isDeclaration = name === 'xmlns' || name.startsWith('xmlns:');
  const isNew = !attributeNames.has(name);
  if (isNew) {
    refuseUnusualName(parsing, name);
    attributeNames.add(name);
  }
  parsing.attributes.push(attribute);
  parsing.attributesInAll += 1;
  refuseMore(parsing, 'attributes of one element', parsing.attributes.length, limits.attributes);
  refuseMore(parsing, 'attributes', parsing.attributesInAll, limits.attributesInAll);
  if (isDeclaration) {
    refuseNamespace(parsing, value, name === 'xmlns');
    parsing.declarations.push((parsing.declarations.pop() ?? 0) + 1);
    parsing.inScope += 1;
    refuseMore(parsing, 'namespace declarations in scope', parsing.inScope, limits.namespacesInScope);
  } else if (isNew && RESERVED.test(name)) {
    parsing.refuse(`the attribute name "${name.slice(0, 40)}" begins with "xmlns" and declares no namespace.`);
  }
}

function refuseUnusualName({ refuse }: Parsing, name: string): void {
  if (BEYOND_THE_BASIC_PLANE.test(name)) {
    refuse(`the name "${name.slice(0, 40)}" has a character beyond U+FFFF.`);
  }
  if (name.startsWith('__proto__:')) {
    refuse(`the name "${name.slice(0, 40)}" has a prefix that many readers lose.`);
  }
}

function refuseNamespace({ namespaces, refuse }: Parsing, namespace: string, isDefault: boolean): void {
  if (namespaces.has(namespace)) {
    return;
  }
  refuseMore({ refuse }, 'characters of a namespace', namespace.length, limits.namespaceCharacters);
  const [unusual] = UNUSUAL_IN_URI.exec(namespace) ?? [];
  if (unusual !== undefined) {
    refuse(`the namespace "${namespace.slice(0, 40)}" holds the character ${codePointOf(unusual)}.`);
  }
  if (isDefault && namespace === '') {
    return;
  }
  if (!ABSOLUTE_URI.test(namespace)) {
    refuse(`the namespace "${namespace.slice(0, 40)}" is no absolute URI.`);
  }
  namespaces.add(namespace);
}

/** The parser has found the namespaces of the attributes by now. */
function openElement(parsing: Parsing, { name, local, uri }: SaxesTagNS): void {
  const { open, start } = parsing;
  const attributes = parsing.attributes.map((one): Attribute => {
    parsing.namespaceOutput += one.uri.length;
    return { name: one.name, localName: one.local, namespaceURI: one.uri, value: one.value };
  });
  parsing.namespaceOutput += uri.length;
  refuseMore(parsing, 'characters of namespaces in all names', parsing.namespaceOutput, limits.namespaceOutput);
  const parent = open.at(-1);
  const element = new Element({ tagName: name, localName: local, namespaceURI: uri }, attributes, parent, start);
  parent?.childNodes.push(element);
  parsing.root ??= element;
  open.push(element);
}

function leaveElement(parsing: Parsing): void {
  parsing.inScope -= parsing.declarations.pop() ?? 0;
  parsing.open.pop();
}

function refuseMore({ refuse }: Pick<Parsing, 'refuse'>, what: string, count: number, limit: number): void {
  if (count > limit) {
    refuse(`more than ${limit} ${what}.`);
  }
}
