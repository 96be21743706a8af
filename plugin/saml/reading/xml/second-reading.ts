import type { Attribute, Element } from '../element.ts';
import { attributesOf, nameOf } from '../elements.ts';
import { XHTML, XML } from '../namespaces.ts';
import { meaningOf, readContent, tagReader, type NamedValue, type Tag, type TagContent } from './tags.ts';

/** The namespaces that are declared at a place, the nearest first. */
type Scope = { prefix: string; namespace: string; outer: Scope } | undefined;

/** An element whose start tag has been read; the `next` of its nodes is expected. */
type Open = { element: Element; tagName: string; nodes: ReadonlyArray<Element | string>; next: number; scope: Scope };

/**
 * Reads a text a second time, and says where its meaning differs from that of an element, which the strict parser has made:
 * the name of the first element that differs, or undefined if none does. Elements have the same names (namespace and local
 * name), the same attributes in any order, and the same child elements and texts in the same order. Prefixes and
 * declarations of namespaces do not count.
 *
 * It shares no code with the strict parser, since an error of one reader is the place where a receiver may read something
 * else. What it cannot read is a difference.
 *
 * @param inherited attributes that the text has besides, as its canonicalization took them over from around the element.
 */
export function differenceFrom(root: Element, text: string, inherited: readonly Attribute[] = []): string | undefined {
  const nextTag = tagReader(text);
  const open: Open[] = [{ element: root, tagName: '', nodes: [root], next: 0, scope: undefined }];
  const comparing: Comparing = { open, root, attributes: [...attributesOf(root), ...inherited], contents: new Map() };
  let inner = open.at(-1);
  while (inner !== undefined) {
    const tag = nextTag();
    const difference = tag === undefined ? inner.element : differenceAt(comparing, tag, inner);
    if (difference !== undefined) {
      return nameOf(difference);
    }
    inner = open.at(-1);
  }
  return undefined;
}

/** The comparison so far. */
type Comparing = {
  /** The elements whose start tags have been read, the innermost last, and what is around the document element first. */
  open: Open[];
  root: Element;
  /** Those of the root, and those that it inherits. */
  attributes: Attribute[];
  /** By how they are written: many tags have the same content, which is read once. */
  contents: Map<string, TagContent | undefined>;
};

/** The element by which a tag, or the text before it, differs from what is expected. */
function differenceAt({ open, root, attributes, contents }: Comparing, tag: Tag, inner: Open): Element | undefined {
  if (!isNextText(tag.text, inner)) {
    return inner.element;
  }
  const node = inner.nodes[inner.next];
  if (tag.kind === 'end' || tag.kind === 'none') {
    open.pop();
    return node === undefined && tag.name === inner.tagName ? undefined : inner.element;
  }
  if (node === undefined || typeof node === 'string' || isTextInHtml(inner.element)) {
    return inner.element;
  }
  inner.next += 1;
  if (!contents.has(tag.content)) {
    contents.set(tag.content, readContent(tag.content));
  }
  const content = contents.get(tag.content);
  const scope = content && withDeclarations(content, inner.scope);
  if (
    content === undefined ||
    !isTagOf(node, node === root ? attributes : attributesOf(node), tag.name, content, scope)
  ) {
    return node;
  }
  if (tag.kind === 'empty') {
    return node.childNodes.length === 0 ? undefined : node;
  }
  open.push({ element: node, tagName: tag.name, nodes: node.childNodes, next: 0, scope });
  return undefined;
}

/** Whether a text, which may be empty, is the next node, or there is none. White space around the document is none. */
function isNextText(written: string, inner: Open): boolean {
  if (inner.tagName === '') {
    return /^[ \t\r\n]*$/.test(written);
  }
  const node = inner.nodes[inner.next];
  const expected = typeof node === 'string' ? node : '';
  inner.next += expected === '' ? 0 : 1;
  return expected === (isScriptInHtml(inner.element) ? written : meaningOf(written, 'text'));
}

/** The namespaces that are declared around a tag, and those that it declares. */
function withDeclarations({ declarations }: TagContent, outer: Scope): Scope {
  return declarations.reduce<Scope>(
    (scope, { name, value }) => ({ prefix: name === 'xmlns' ? '' : localNameOf(name), namespace: value, outer: scope }),
    outer,
  );
}

/** @param expected the attributes of the element, of which no two have the same name. */
function isTagOf(
  element: Element,
  expected: readonly Attribute[],
  name: string,
  { attributes }: TagContent,
  scope: Scope,
): boolean {
  return (
    localNameOf(name) === element.localName &&
    namespaceOf(prefixOf(name), scope) === element.namespaceURI &&
    attributes.length === expected.length &&
    expected.every((one) => attributes.some((other) => isSameAttribute(one, other, scope)))
  );
}

function isSameAttribute(one: Attribute, other: NamedValue, scope: Scope): boolean {
  return (
    one.value === other.value &&
    one.localName === localNameOf(other.name) &&
    one.namespaceURI === namespaceOfAttribute(other.name, scope)
  );
}

/** An attribute without a prefix has no namespace, whatever the default one is. */
function namespaceOfAttribute(name: string, scope: Scope): string | undefined {
  return name.includes(':') ? namespaceOf(prefixOf(name), scope) : '';
}

/** Undefined if the prefix is not declared. */
function namespaceOf(prefix: string, scope: Scope): string | undefined {
  for (let declared = scope; declared !== undefined; declared = declared.outer) {
    if (declared.prefix === prefix) {
      return declared.namespace;
    }
  }
  return prefix === 'xml' ? XML : prefix === '' ? '' : undefined;
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf(':'), 0));
}

function localNameOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Everything in these elements is text to a reader that knows HTML. */
function isTextInHtml({ tagName, namespaceURI }: Element): boolean {
  return namespaceURI === XHTML && /^(?:script|textarea)$/i.test(tagName);
}

/** In a script, references are text too. */
function isScriptInHtml(element: Element): boolean {
  return isTextInHtml(element) && element.tagName.toLowerCase() === 'script';
}
