import type { Aside, Attribute, Declaration, ElementNode, XmlDocument } from './xml-tree.ts';
import { resolveReferences, withLineFeeds } from './references.ts';
import { forbiddenCharacter, NAME } from './xml-characters.ts';

/** Where the reader is. */
type Cursor = { text: string; at: number };

type RawAttribute = Omit<Attribute, 'prefix' | 'local' | 'namespace'>;

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

const BLANKS = '[ \\t\\r\\n]+';
const EQUALS = '[ \\t\\r\\n]*=[ \\t\\r\\n]*';
const LITERAL = `(?:"[^"]*"|'[^']*')`;
const sticky = (source: string): RegExp => new RegExp(source, 'yu');

const DECLARATION = sticky(
  [
    `<\\?xml${BLANKS}version${EQUALS}(?:"(1\\.[0-9]+)"|'(1\\.[0-9]+)')`,
    `(?:${BLANKS}encoding${EQUALS}(?:"([A-Za-z][\\w.-]*)"|'([A-Za-z][\\w.-]*)'))?`,
    `(?:${BLANKS}standalone${EQUALS}(?:"(?:yes|no)"|'(?:yes|no)'))?[ \\t\\r\\n]*\\?>`,
  ].join(''),
);
const WHITE_SPACE = sticky(BLANKS);
const DOCTYPE = sticky(
  `<!DOCTYPE${BLANKS}${NAME}(?:${BLANKS}(?:SYSTEM${BLANKS}${LITERAL}|PUBLIC${BLANKS}${LITERAL}${BLANKS}${LITERAL}))?[ \\t\\r\\n]*>`,
);
const COMMENT = sticky('<!--((?:(?!--)[^])*)-->');
const INSTRUCTION = sticky(`<\\?(${NAME})(?:${BLANKS}((?:(?!\\?>)[^])*))?\\?>`);
const CDATA = sticky('<!\\[CDATA\\[((?:(?!\\]\\]>)[^])*)\\]\\]>');
const TEXT = sticky('[^<]+');
const TAG_START = sticky(`<(${NAME})`);
const ATTRIBUTE = sticky(`${BLANKS}(${NAME})${EQUALS}(?:"([^<"]*)"|'([^<']*)')`);
const TAG_END = sticky('[ \\t\\r\\n]*(/?)>');
const CLOSING = sticky(`</(${NAME})[ \\t\\r\\n]*>`);

/**
 * Reads a document by XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition), as a processor that does not
 * validate. A byte order mark may stand at the start. A document type is only noticed; one with an internal subset is
 * refused, since this reader knows no entities and no attribute defaults.
 *
 * It is written for the fuzzer alone and shares no code with the checker, so that no fault of the checker's parsers can
 * be a fault of its judge too.
 *
 * Throws if the text is not well-formed or breaks a namespace constraint.
 */
export function parseXml(text: string): XmlDocument {
  const forbidden = forbiddenCharacter(text);
  if (forbidden !== undefined) {
    throw new Error(`the character ${forbidden}, which XML forbids`);
  }
  const cursor: Cursor = { text, at: text.startsWith('\uFEFF') ? 1 : 0 };
  const declaration = readDeclaration(cursor);
  const { asides: before, hasDoctype } = readAsides(cursor, true);
  const root = readElements(cursor);
  const { asides: after } = readAsides(cursor, false);
  if (cursor.at < text.length) {
    throw malformed(cursor, 'content behind the document element');
  }
  return { text, declaration, hasDoctype, before, root, after };
}

function readDeclaration(cursor: Cursor): XmlDocument['declaration'] {
  const match = take(cursor, DECLARATION);
  return match && { version: match[1] ?? match[2] ?? '', encoding: match[3] ?? match[4] };
}

function readAsides(cursor: Cursor, mayDeclareType: boolean): { asides: Aside[]; hasDoctype: boolean } {
  const asides: Aside[] = [];
  let hasDoctype = false;
  for (;;) {
    const aside = readAside(cursor);
    if (aside) {
      asides.push(aside);
    } else if (mayDeclareType && !hasDoctype && take(cursor, DOCTYPE)) {
      hasDoctype = true;
    } else if (!take(cursor, WHITE_SPACE)) {
      return { asides, hasDoctype };
    }
  }
}

function readAside(cursor: Cursor): Aside | undefined {
  const start = cursor.at;
  const comment = take(cursor, COMMENT);
  if (comment) {
    return { kind: 'comment', start, end: cursor.at, text: withLineFeeds(comment[1] ?? '') };
  }
  const instruction = take(cursor, INSTRUCTION);
  if (!instruction) {
    return undefined;
  }
  const [, target = '', data = ''] = instruction;
  if (target.toLowerCase() === 'xml' || target.includes(':')) {
    throw malformed(cursor, `a processing instruction for "${target}"`);
  }
  return { kind: 'instruction', start, end: cursor.at, target, data: withLineFeeds(data) };
}

/** The document element. No recursion, so that depth cannot exhaust the stack. */
function readElements(cursor: Cursor): ElementNode {
  const root = readStartTag(cursor, undefined);
  let open: ElementNode | undefined = isEmptyTag(root) ? undefined : root;
  while (open) {
    const start = cursor.at;
    const closing: RegExpExecArray | undefined = take(cursor, CLOSING);
    if (closing) {
      if (closing[1] !== open.name) {
        throw malformed(cursor, `</${closing[1]}> closes <${open.name}>`);
      }
      open.closing = start;
      open.end = cursor.at;
      open = open.parent;
    } else {
      open = readContent(cursor, open);
    }
  }
  return root;
}

const isEmptyTag = ({ tagEnd, end }: ElementNode): boolean => tagEnd === end;

/** Reads one node into an open element. Returns the element that is open then. */
function readContent(cursor: Cursor, open: ElementNode): ElementNode {
  const start = cursor.at;
  const text = take(cursor, TEXT);
  if (text) {
    if (text[0].includes(']]>')) {
      throw malformed(cursor, '"]]>" in a text');
    }
    open.children.push({ kind: 'text', start, end: cursor.at, text: resolveReferences(withLineFeeds(text[0])) });
    return open;
  }
  const cdata = take(cursor, CDATA);
  if (cdata) {
    open.children.push({ kind: 'cdata', start, end: cursor.at, text: withLineFeeds(cdata[1] ?? '') });
    return open;
  }
  const aside = readAside(cursor);
  if (aside) {
    open.children.push(aside);
    return open;
  }
  const element = readStartTag(cursor, open);
  open.children.push(element);
  return isEmptyTag(element) ? open : element;
}

function readStartTag(cursor: Cursor, parent: ElementNode | undefined): ElementNode {
  const start = cursor.at;
  const name = take(cursor, TAG_START)?.[1];
  if (name === undefined) {
    throw malformed(cursor, 'no tag');
  }
  const raw: RawAttribute[] = [];
  for (let attribute = readAttribute(cursor); attribute; attribute = readAttribute(cursor)) {
    raw.push(attribute);
  }
  const end = take(cursor, TAG_END);
  if (!end) {
    throw malformed(cursor, `the tag <${name}> does not end`);
  }
  if (new Set(raw.map((attribute) => attribute.name)).size < raw.length) {
    throw malformed(cursor, `an attribute twice in <${name}>`);
  }
  const declarations = raw.filter(isDeclaration).map(toDeclaration);
  const scope = scopeOf(parent?.scope, declarations);
  const [prefix, local] = splitName(name);
  const attributes = raw
    .filter((attribute) => !isDeclaration(attribute))
    .map((attribute) => toAttribute(attribute, scope));
  refuseSameAttributes(attributes);
  return {
    ...{ kind: 'element', name, prefix, local, namespace: namespaceOf(prefix, scope), attributes, declarations },
    ...{ scope, parent, children: [], start, tagEnd: cursor.at, closing: cursor.at, end: end[1] ? cursor.at : -1 },
  };
}

function readAttribute(cursor: Cursor): RawAttribute | undefined {
  const match = take(cursor, ATTRIBUTE);
  if (!match) {
    return undefined;
  }
  const [whole, name = '', quoted, inApostrophes] = match;
  const raw = quoted ?? inApostrophes ?? '';
  const end = cursor.at;
  const valueEnd = end - 1;
  return {
    name,
    value: resolveReferences(withLineFeeds(raw).replace(/[\t\n]/g, ' ')),
    start: end - whole.trimStart().length,
    end,
    valueStart: valueEnd - raw.length,
    valueEnd,
  };
}

function isDeclaration({ name }: RawAttribute): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

/** The constraints of Namespaces in XML 1.0, sections 3 and 5. */
function toDeclaration({ value: namespace, ...attribute }: RawAttribute): Declaration {
  const [, prefix] = attribute.name === 'xmlns' ? ['', ''] : splitName(attribute.name);
  const isWrong =
    prefix === 'xmlns' ||
    namespace === XMLNS ||
    (prefix === 'xml') !== (namespace === XML) ||
    (prefix !== '' && namespace === '');
  if (isWrong) {
    throw new Error(`the namespace declaration ${attribute.name}="${namespace}"`);
  }
  return { ...attribute, prefix, namespace };
}

const NO_SCOPE: ReadonlyMap<string, string> = new Map();

function scopeOf(
  outer: ReadonlyMap<string, string> = NO_SCOPE,
  declarations: Declaration[],
): ReadonlyMap<string, string> {
  const added = declarations.filter(({ prefix }) => prefix !== 'xml');
  return added.length === 0
    ? outer
    : new Map([...outer, ...added.map(({ prefix, namespace }) => [prefix, namespace] as const)]);
}

function toAttribute(attribute: RawAttribute, scope: ReadonlyMap<string, string>): Attribute {
  const [prefix, local] = splitName(attribute.name);
  return { ...attribute, prefix, local, namespace: prefix === '' ? '' : namespaceOf(prefix, scope) };
}

function refuseSameAttributes(attributes: Attribute[]): void {
  if (new Set(attributes.map(({ namespace, local }) => `${local} ${namespace}`)).size < attributes.length) {
    throw new Error('one attribute under two prefixes');
  }
}

function splitName(name: string): [prefix: string, local: string] {
  const [first = '', second, ...more] = name.split(':');
  const isQualified = second !== undefined;
  const wrong = [first, ...(isQualified ? [second] : [])].some((part) => !NC_NAME.test(part));
  if (wrong || more.length > 0) {
    throw new Error(`the name "${name}"`);
  }
  return isQualified ? [first, second] : ['', first];
}

/** Both parts of a name are names themselves. Their characters were checked with the whole name, but not how they start. */
const NC_NAME = new RegExp(`^${NAME}$`, 'u');

function namespaceOf(prefix: string, scope: ReadonlyMap<string, string>): string {
  if (prefix === 'xml') {
    return XML;
  }
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '') {
    throw new Error(`the prefix "${prefix}" is not declared`);
  }
  return namespace ?? '';
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text) ?? undefined;
  cursor.at += match?.[0].length ?? 0;
  return match;
}

function malformed({ at }: Cursor, what: string): Error {
  return new Error(`${what}, before character ${at}`);
}
