import {
  elementsFrom,
  rootAround,
  type Aside,
  type Attribute,
  type ElementNode,
  type XmlDocument,
  type XmlNode,
} from './xml-tree.ts';

/** How to canonicalise. */
export type Canonicalization = {
  /** Exclusive XML Canonicalization 1.0, or else Canonical XML 1.0. */
  exclusive: boolean;
  comments: boolean;
  /** For the exclusive form: the prefixes that are treated as in Canonical XML, `#default` for the default namespace. */
  prefixList: readonly string[];
};

type Rendering = Canonicalization & {
  without: ElementNode | undefined;
  apex: ElementNode;
  parts: string[];
};

const XML = 'http://www.w3.org/XML/1998/namespace';
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * The canonical form of a whole document. The document type is left out.
 *
 * Throws if a namespace is a relative URI.
 */
export function canonicalDocument({ before, root, after }: XmlDocument, how: Canonicalization): string {
  const around = (asides: Aside[]): string[] => asides.map((aside) => asideForm(aside, how)).filter(Boolean);
  return [...around(before), canonicalElement(root, how), ...around(after)].join('\n');
}

/**
 * The canonical form of an element with all that is in it. It is a subset of the document, so that what surrounds the
 * element counts: its namespaces, and in Canonical XML also attributes such as `xml:lang`.
 *
 * Throws if a namespace of the document is a relative URI.
 *
 * @param without an element in it to leave out, as the enveloped signature is.
 */
export function canonicalElement(apex: ElementNode, how: Canonicalization, without?: ElementNode): string {
  refuseRelativeNamespaces(rootAround(apex));
  const rendering: Rendering = { ...how, without, apex, parts: [] };
  renderElement(rendering, apex, new Map());
  return rendering.parts.join('');
}

/** Canonical XML 1.0, section 1.3: there is no canonical form of a document that has one anywhere. */
function refuseRelativeNamespaces(root: ElementNode): void {
  const relative = elementsFrom(root)
    .flatMap(({ declarations }) => declarations)
    .find(({ namespace }) => namespace !== '' && !ABSOLUTE.test(namespace));
  if (relative) {
    throw new Error(`the namespace "${relative.namespace}" is a relative URI`);
  }
}

/** @param rendered the namespaces that the elements around this one have in the canonical form, by their prefixes. */
function renderElement(rendering: Rendering, element: ElementNode, rendered: ReadonlyMap<string, string>): void {
  const { parts, without } = rendering;
  const added = namespacesToRender(rendering, element, rendered);
  parts.push('<', element.name);
  for (const [prefix, namespace] of added) {
    parts.push(prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`, attributeText(namespace), '"');
  }
  for (const { name, value } of attributesToRender(rendering, element)) {
    parts.push(` ${name}="`, attributeText(value), '"');
  }
  parts.push('>');
  const inside = added.length === 0 ? rendered : new Map([...rendered, ...added]);
  for (const node of element.children) {
    if (node.kind === 'element' && node !== without) {
      renderElement(rendering, node, inside);
    } else if (node.kind !== 'element') {
      parts.push(leafForm(node, rendering));
    }
  }
  parts.push('</', element.name, '>');
}

/**
 * The namespace declarations of an element in the canonical form, the default namespace first, then by prefix. An empty
 * default namespace is declared only where an element around it has another one.
 */
function namespacesToRender(
  { exclusive, prefixList }: Canonicalization,
  element: ElementNode,
  rendered: ReadonlyMap<string, string>,
): Array<[prefix: string, namespace: string]> {
  const prefixes = exclusive
    ? [...visiblyUtilized(element), ...prefixList.map((prefix) => (prefix === '#default' ? '' : prefix))]
    : ['', ...element.scope.keys()];
  return [...new Set(prefixes)]
    .map((prefix): [string, string] => [prefix, element.scope.get(prefix) ?? ''])
    .filter(([prefix, namespace]) => namespace !== (rendered.get(prefix) ?? ''))
    .sort(([one], [other]) => byCodePoint(one, other));
}

/** Exclusive XML Canonicalization, section 1.1: the prefixes of the element and of its attributes. */
function visiblyUtilized({ prefix, attributes }: ElementNode): string[] {
  return [prefix, ...attributes.map((attribute) => attribute.prefix).filter((used) => used !== '')].filter(
    (used) => used !== 'xml',
  );
}

/** The attributes in their canonical order: those without a namespace first, then by namespace and local name. */
function attributesToRender({ exclusive, apex }: Rendering, element: ElementNode): Attribute[] {
  const inherited = !exclusive && element === apex ? inheritedXmlAttributes(element) : [];
  return [...element.attributes, ...inherited].sort(
    (one, other) => byCodePoint(one.namespace, other.namespace) || byCodePoint(one.local, other.local),
  );
}

/** Canonical XML 1.0, section 2.4: the apex takes over `xml:lang` and its like from the nearest element around it. */
function inheritedXmlAttributes(apex: ElementNode): Attribute[] {
  const found = new Map<string, Attribute>();
  for (let around = apex.parent; around; around = around.parent) {
    for (const attribute of around.attributes.filter(({ namespace }) => namespace === XML)) {
      found.set(attribute.local, found.get(attribute.local) ?? attribute);
    }
  }
  const own = new Set(apex.attributes.filter(({ namespace }) => namespace === XML).map(({ local }) => local));
  return [...found.values()].filter(({ local }) => !own.has(local));
}

function leafForm(node: Exclude<XmlNode, ElementNode>, how: Canonicalization): string {
  return node.kind === 'text' || node.kind === 'cdata' ? contentText(node.text) : asideForm(node, how);
}

function asideForm(aside: Aside, { comments }: Canonicalization): string {
  if (aside.kind === 'comment') {
    return comments ? `<!--${aside.text}-->` : '';
  }
  return aside.data === '' ? `<?${aside.target}?>` : `<?${aside.target} ${aside.data}?>`;
}

/** UTF-8 sorts as the code points do. JavaScript itself compares UTF-16, which puts U+10000 before U+E000. */
function byCodePoint(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}

const CONTENT: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const ATTRIBUTE: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

const contentText = (text: string): string => text.replace(/[&<>\r]/g, (character) => CONTENT[character] ?? '');
const attributeText = (text: string): string => text.replace(/[&<"\t\n\r]/g, (character) => ATTRIBUTE[character] ?? '');
