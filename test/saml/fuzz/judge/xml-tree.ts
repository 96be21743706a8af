/** A part of the text that was read, from its first character to just after its last one. */
export type Extent = { start: number; end: number };

/** An attribute that declares no namespace. `valueStart` and `valueEnd` leave out the quotes. */
export type Attribute = Extent & {
  name: string;
  prefix: string;
  local: string;
  namespace: string;
  value: string;
  valueStart: number;
  valueEnd: number;
};

/** A namespace declaration. The prefix of the default namespace is the empty text. */
export type Declaration = Extent & {
  name: string;
  prefix: string;
  namespace: string;
  valueStart: number;
  valueEnd: number;
};

/** A run of text, with its references resolved. */
export type TextNode = Extent & { kind: 'text'; text: string };

export type CdataNode = Extent & { kind: 'cdata'; text: string };

export type CommentNode = Extent & { kind: 'comment'; text: string };

export type InstructionNode = Extent & { kind: 'instruction'; target: string; data: string };

export type ElementNode = Extent & {
  kind: 'element';
  name: string;
  prefix: string;
  local: string;
  namespace: string;
  attributes: Attribute[];
  declarations: Declaration[];
  /** The namespaces in scope by their prefixes, without `xml`. An undeclared default namespace is the empty text. */
  scope: ReadonlyMap<string, string>;
  parent: ElementNode | undefined;
  children: XmlNode[];
  /** Just after the `>` of the start tag. */
  tagEnd: number;
  /** Where the end tag begins; equal to `end` if there is none. */
  closing: number;
};

export type XmlNode = ElementNode | TextNode | CdataNode | CommentNode | InstructionNode;

/** What may stand beside the document element. */
export type Aside = CommentNode | InstructionNode;

export type XmlDocument = {
  text: string;
  declaration: { version: string; encoding: string | undefined } | undefined;
  hasDoctype: boolean;
  before: Aside[];
  root: ElementNode;
  after: Aside[];
};

/** An element and all elements in it, in document order. */
export function elementsFrom(element: ElementNode): ElementNode[] {
  return [element, ...childElements(element).flatMap(elementsFrom)];
}

export function childElements(element: ElementNode): ElementNode[] {
  return element.children.filter((node) => node.kind === 'element');
}

/** The nodes of an element and of all elements in it, in document order. */
export function nodesIn(element: ElementNode): XmlNode[] {
  return element.children.flatMap((node) => (node.kind === 'element' ? [node, ...nodesIn(node)] : [node]));
}

/** The document element that an element is in, or is. */
export function rootAround(element: ElementNode): ElementNode {
  let root = element;
  while (root.parent) {
    root = root.parent;
  }
  return root;
}

export function isNamed(element: ElementNode, namespace: string, local: string): boolean {
  return element.namespace === namespace && element.local === local;
}

export function childrenNamed(element: ElementNode, namespace: string, local: string): ElementNode[] {
  return childElements(element).filter((child) => isNamed(child, namespace, local));
}

/** The value of an attribute without a namespace. */
export function attributeOf(element: ElementNode, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

/** Without the white space of XML at both ends. Other blanks and the byte order mark are text. */
export function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

/** The text directly in an element, without that of the elements in it. */
export function ownText(element: ElementNode): string {
  return element.children.map((node) => (node.kind === 'text' || node.kind === 'cdata' ? node.text : '')).join('');
}
