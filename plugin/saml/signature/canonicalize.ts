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

type Declaration = [prefix: string, namespace: string];

/** The state while an element and what is in it are written. Each element restores what it changed. */
type Writing = {
  isListed: (prefix: string) => boolean;
  leftOut: Element | undefined;
  /** The namespaces that the document declares here, by prefix. */
  inScope: Map<string, string>;
  /** Those that the canonical form declares here. */
  written: Map<string, string>;
  output: string;
};

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
  const writing: Writing = {
    isListed: (prefix) => inclusive || listed.has(prefix),
    leftOut,
    inScope: alone ? new Map<string, string>() : namespacesAround(apex),
    written: new Map(),
    output: '',
  };
  const inherited = [...writing.inScope.keys()];
  const attributes = inclusive && !alone ? inheritedAttributes(apex) : [];
  writeElement(writing, apex, inherited, attributes);
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
function writeElement(writing: Writing, element: Element, inherited: string[], more: Attribute[]): void {
  const { inScope, written } = writing;
  const { tagName, childNodes } = element;
  const declarations: Declaration[] = [];
  const attributes = [...more];
  for (const attribute of element.attributes) {
    if (isDeclaration(attribute.name)) {
      declarations.push([attribute.name === 'xmlns' ? '' : localNameOf(attribute.name), attribute.value]);
    } else {
      attributes.push(attribute);
    }
  }
  const outerScope = change(inScope, declarations);
  const namespaces = namespacesToWrite(writing, tagName, attributes, [
    ...inherited,
    ...declarations.map(([prefix]) => prefix),
  ]);
  const outerWritten = change(written, namespaces);

  writing.output += `<${tagName}`;
  for (const [prefix, namespace] of namespaces) {
    writing.output += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`;
  }
  for (const { name, value } of sorted(attributes, inScope)) {
    writing.output += ` ${name}="${escapeAttribute(value)}"`;
  }
  writing.output += '>';
  for (const node of childNodes) {
    if (typeof node === 'string') {
      writing.output += escapeText(node);
    } else if (node !== writing.leftOut) {
      writeElement(writing, node, [], []);
    }
  }
  writing.output += `</${tagName}>`;
  restore(written, outerWritten);
  restore(inScope, outerScope);
}

/**
 * The namespaces that an element must declare: those of its own name and of its attributes, and of the prefixes that are
 * listed, unless they are written around it already.
 *
 * @param declared prefixes that the element declares itself or inherits.
 */
function namespacesToWrite(
  { inScope, written, isListed }: Writing,
  tagName: string,
  attributes: Attribute[],
  declared: string[],
): Declaration[] {
  const missing = new Set<string>();
  const need = (prefix: string): void => {
    if (prefix !== 'xml' && (written.get(prefix) ?? '') !== (inScope.get(prefix) ?? '')) {
      missing.add(prefix);
    }
  };
  need(prefixOf(tagName));
  for (const { name } of attributes) {
    // An attribute without a prefix has no namespace, whatever the default one is.
    if (name.includes(':')) {
      need(prefixOf(name));
    }
  }
  declared.filter(isListed).forEach(need);
  return [...missing].sort(byCodePoints).map((prefix) => [prefix, inScope.get(prefix) ?? '']);
}

/** Sets some entries and returns what was there before. */
function change(map: Map<string, string>, entries: Declaration[]): Array<[string, string | undefined]> {
  const before = entries.map(([key]): [string, string | undefined] => [key, map.get(key)]);
  for (const [key, value] of entries) {
    map.set(key, value);
  }
  return before;
}

function restore(map: Map<string, string>, before: Array<[string, string | undefined]>): void {
  for (const [key, value] of before) {
    if (value === undefined) {
      map.delete(key);
    } else {
      map.set(key, value);
    }
  }
}

/** By namespace, then by local name. Attributes without a prefix have no namespace, and so come first. */
function sorted(attributes: Attribute[], inScope: Map<string, string>): Attribute[] {
  const namespaceOf = ({ name }: Attribute): string => {
    const prefix = prefixOf(name);
    return prefix === 'xml' ? XML : prefix === '' ? '' : (inScope.get(prefix) ?? '');
  };
  return attributes.length < 2
    ? attributes
    : attributes
        .map((attribute) => ({ attribute, namespace: namespaceOf(attribute), localName: localNameOf(attribute.name) }))
        .sort((one, other) => {
          return byCodePoints(one.namespace, other.namespace) || byCodePoints(one.localName, other.localName);
        })
        .map(({ attribute }) => attribute);
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
