import type { Attribute, Element } from '../reading/element.ts';
import { declarationsOf } from '../reading/elements.ts';
import { XML } from '../reading/namespaces.ts';

/**
 * How an element is written before it is digested or signed: Canonical XML 1.0, or Exclusive XML Canonicalization 1.0
 * with the prefixes of its PrefixList (the empty prefix stands for `#default`).
 */
export type Canonicalization = { kind: 'inclusive' } | { kind: 'exclusive'; prefixes: readonly string[] };

/** What differs from the usual case: an element of a document, with all that is in it. */
export type CanonicalizeOptions = {
  /** A child of the element that is left out, as the enveloped-signature transform does. */
  leftOut?: Element | undefined;
  /** As if the element were the document element, so that it inherits nothing. */
  alone?: boolean;
};

/** The namespaces that are declared at a place, the nearest first. */
type Scope = { prefix: string; namespace: string; outer: Scope } | undefined;

/** What is the same for all elements, and what has been written. */
type Writing = { isListed: (prefix: string) => boolean; leftOut: Element | undefined; output: string };

/** What is declared around an element: by the document, and by what has been written. */
type Around = { inScope: Scope; written: Scope };

/**
 * The canonical form of an element, as text. The tree holds only elements, attributes and text, which makes the
 * forms with and without comments the same.
 *
 * This takes names and declarations as they were written and resolves prefixes by itself, so that it does not depend on
 * what the parser made of them.
 */
export function canonicalize(
  apex: Element,
  method: Canonicalization,
  { leftOut, alone = false }: CanonicalizeOptions = {},
): string {
  const inclusive = method.kind === 'inclusive';
  const listed = new Set(inclusive ? [] : method.prefixes);
  const writing: Writing = { isListed: (prefix) => inclusive || listed.has(prefix), leftOut, output: '' };
  let inScope: Scope;
  const inherited: string[] = [];
  if (!alone) {
    for (const [prefix, namespace] of namespacesAround(apex)) {
      inScope = { prefix, namespace, outer: inScope };
      inherited.push(prefix);
    }
  }
  const attributes = inclusive && !alone ? inheritedAttributes(apex) : [];
  writeElement(writing, apex, { inScope, written: undefined }, inherited, attributes);
  return writing.output;
}

/** The namespaces that the elements around an element declare, by prefix. Those of the nearest count. */
export function namespacesAround(element: Element): Map<string, string> {
  const found = new Map<string, string>();
  for (let parent = element.parentNode; parent; parent = parent.parentNode) {
    for (const [prefix, namespace] of declarationsOf(parent)) {
      found.set(prefix, found.get(prefix) ?? namespace);
    }
  }
  return found;
}

/**
 * The attributes such as `xml:lang` that inclusive canonicalization takes over from the elements around an element
 * (C14N 1.0, section 2.4).
 */
export function inheritedAttributes(element: Element): Attribute[] {
  const found = new Map<string, Attribute | undefined>();
  for (const { name } of element.attributes) {
    found.set(name, undefined);
  }
  for (let parent = element.parentNode; parent; parent = parent.parentNode) {
    for (const attribute of parent.attributes) {
      if (attribute.name.startsWith('xml:') && !found.has(attribute.name)) {
        found.set(attribute.name, attribute);
      }
    }
  }
  return [...found.values()].filter((attribute) => attribute !== undefined);
}

/**
 * @param inherited prefixes that the element inherits although nothing around it is written.
 * @param more attributes that it inherits in the same way.
 */
function writeElement(
  writing: Writing,
  element: Element,
  around: Around,
  inherited: readonly string[],
  more: readonly Attribute[],
): void {
  const { tagName, childNodes } = element;
  const within = writeStartTag(writing, element, around, inherited, more);
  for (let index = 0; index < childNodes.length; index += 1) {
    const node = childNodes[index]!;
    if (typeof node === 'string') {
      writing.output += escapeText(node);
    } else if (node !== writing.leftOut) {
      writeElement(writing, node, within, NONE, NONE);
    }
  }
  writing.output += `</${tagName}>`;
}

/** Returns what is declared around the nodes of the element. */
function writeStartTag(
  writing: Writing,
  { tagName, attributes: all }: Element,
  around: Around,
  inherited: readonly string[],
  more: readonly Attribute[],
): Around {
  let { inScope, written } = around;
  const declarations = all.filter(({ name }) => isDeclaration(name));
  const attributes = [...more, ...all.filter(({ name }) => !isDeclaration(name))];
  const declared = [...inherited];
  declarations.forEach(({ name, value }) => {
    const prefix = name === 'xmlns' ? '' : localNameOf(name);
    inScope = { prefix, namespace: value, outer: inScope };
    declared.push(prefix);
  });
  let output = `<${tagName}`;
  prefixesToWrite(writing, tagName, attributes, declared, { inScope, written }).forEach((prefix) => {
    const namespace = namespaceIn(inScope, prefix);
    output += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`;
    written = { prefix, namespace, outer: written };
  });
  sorted(attributes, inScope).forEach(({ name, value }) => {
    output += ` ${name}="${escapeAttribute(value)}"`;
  });
  writing.output += `${output}>`;
  return { inScope, written };
}

const NONE: readonly never[] = [];

/**
 * The prefixes that an element must declare: those of its own name and of its attributes, and those that are listed, unless
 * the same is written around it already.
 *
 * @param declared prefixes that the element declares itself or inherits.
 */
function prefixesToWrite(
  { isListed }: Writing,
  tagName: string,
  attributes: readonly Attribute[],
  declared: readonly string[],
  { inScope, written }: Around,
): string[] {
  const missing: string[] = [];
  const need = (prefix: string): void => {
    const isWritten = namespaceIn(written, prefix) === namespaceIn(inScope, prefix);
    if (!isWritten && prefix !== 'xml' && !missing.includes(prefix)) {
      missing.push(prefix);
    }
  };
  need(prefixOf(tagName));
  // An attribute without a prefix has no namespace, whatever the default one is.
  attributes.filter(({ name }) => name.includes(':')).forEach(({ name }) => need(prefixOf(name)));
  declared.filter(isListed).forEach(need);
  return missing.length < 2 ? missing : missing.sort(byCodePoints);
}

/** What a prefix stands for; empty if it is not declared, or declared to stand for nothing. */
function namespaceIn(scope: Scope, prefix: string): string {
  for (let declared = scope; declared !== undefined; declared = declared.outer) {
    if (declared.prefix === prefix) {
      return declared.namespace;
    }
  }
  return '';
}

/** By namespace, then by local name. Attributes without a prefix have no namespace, and so come first. */
function sorted(attributes: Attribute[], inScope: Scope): Attribute[] {
  if (attributes.length < 2) {
    return attributes;
  }
  const keyed = attributes.map((attribute): Keyed => {
    const prefix = prefixOf(attribute.name);
    const namespace = prefix === 'xml' ? XML : prefix === '' ? '' : namespaceIn(inScope, prefix);
    return { attribute, namespace, localName: localNameOf(attribute.name) };
  });
  const isSorted = keyed.every((one, index) => index === 0 || byName(keyed[index - 1]!, one) <= 0);
  return isSorted ? attributes : keyed.sort(byName).map(({ attribute }) => attribute);
}

type Keyed = { attribute: Attribute; namespace: string; localName: string };

function byName(one: Keyed, other: Keyed): number {
  return byCodePoints(one.namespace, other.namespace) || byCodePoints(one.localName, other.localName);
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf(':'), 0));
}

function localNameOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** By Unicode code points, as C14N sorts. `<` compares UTF-16 units, which puts characters above U+FFFF before U+E000. */
function byCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(one.charCodeAt(index)) - rank(other.charCodeAt(index));
    if (difference !== 0) {
      return difference;
    }
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\t', '&#x9;'],
  ['\n', '&#xA;'],
  ['\r', '&#xD;'],
]);

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, escapeCharacter);
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return ESCAPES.get(character) ?? character;
}
