/** An attribute of a parsed document. Its members have the names that the DOM gives them. */
export type Attribute = {
  /** As it was written, with its prefix. */
  name: string;
  localName: string;
  /** Empty if it has none. */
  namespaceURI: string;
  value: string;
};

/** An element of a parsed document, which holds only elements, attributes and text. Its members have the names that the DOM gives them. */
export class Element {
  /** As it was written, with its prefix. */
  readonly tagName: string;
  readonly localName: string;
  /** Empty if it has none. */
  readonly namespaceURI: string;
  /** In the order of the document, with namespace declarations. */
  readonly attributes: readonly Attribute[];
  /** Undefined for the document element. */
  readonly parentNode: Element | undefined;
  /** Where its start tag begins in the text. */
  readonly start: number;
  /** Elements and runs of text. Two texts are never side by side. */
  readonly childNodes: Array<Element | string> = [];

  constructor(
    name: { tagName: string; localName: string; namespaceURI: string },
    attributes: readonly Attribute[],
    parentNode: Element | undefined,
    start = 0,
  ) {
    this.tagName = name.tagName;
    this.localName = name.localName;
    this.namespaceURI = name.namespaceURI;
    this.attributes = attributes;
    this.parentNode = parentNode;
    this.start = start;
  }

  /** The attribute of a namespace. */
  getAttributeNodeNS(namespace: string, localName: string): Attribute | undefined {
    return this.attributes.find((one) => one.localName === localName && one.namespaceURI === namespace);
  }

  /** The namespace that a prefix stands for here; null if it stands for none. The default namespace has the empty prefix. */
  lookupNamespaceURI(prefix: string): string | null {
    const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    const found = this.attributes.find(({ name }) => name === declaration);
    return found === undefined ? (this.parentNode?.lookupNamespaceURI(prefix) ?? null) : found.value || null;
  }
}
