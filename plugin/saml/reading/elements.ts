import { Element, type Attribute } from './element.ts';
import { customaryName, XMLNS } from './namespaces.ts';

/** The child elements, in document order. */
export function childElements({ childNodes }: Element): Element[] {
  return childNodes.filter((node) => typeof node !== 'string');
}

/** The child elements of one name. */
export function childrenNamed(parent: Element, namespace: string, localName: string): Element[] {
  return childElements(parent).filter((child) => isNamed(child, namespace, localName));
}

/** The element itself and everything in it, in document order. */
export function selfAndDescendants(root: Element): Element[] {
  const found: Element[] = [];
  addAll(root, found);
  return found;
}

function addAll(element: Element, found: Element[]): void {
  found.push(element);
  element.childNodes.forEach((node) => {
    if (typeof node !== 'string') {
      addAll(node, found);
    }
  });
}

/** A copy of an element that stands alone and lacks one of its children. Texts that stood around the child come together. */
export function withoutChild(element: Element, child: Element): Element {
  const copy = new Element(element, element.attributes, undefined, element.start);
  for (const node of element.childNodes.filter((one) => one !== child)) {
    const last = copy.childNodes.at(-1);
    if (typeof node === 'string' && typeof last === 'string') {
      copy.childNodes.splice(-1, 1, last + node);
    } else {
      copy.childNodes.push(node);
    }
  }
  return copy;
}

export function isNamed(element: Element, namespace: string, localName: string): boolean {
  return element.localName === localName && element.namespaceURI === namespace;
}

/** `saml:Issuer`, independent of the prefix that the document uses. */
export function nameOf(element: Element): string {
  return customaryName(element.namespaceURI, element.localName);
}

/** The text of the element itself, without that of its children. */
export function ownText({ childNodes }: Element): string {
  const [first] = childNodes;
  return childNodes.length === 1 && typeof first === 'string'
    ? first
    : childNodes.filter((node) => typeof node === 'string').join('');
}

/** Whether the element holds text only. */
export function isPlain({ childNodes }: Element): boolean {
  return childNodes.every((node) => typeof node === 'string');
}

/** An attribute without a namespace. It is undefined if it is absent, and an empty string if it is empty. */
export function attributeOf({ attributes }: Element, name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}

/** All attributes but namespace declarations. */
export function attributesOf({ attributes }: Element): Attribute[] {
  return attributes.filter(({ namespaceURI }) => namespaceURI !== XMLNS);
}

/** The namespaces that an element declares itself, by prefix; the prefix of the default namespace is empty. */
export function declarationsOf({ attributes }: Element): Array<[prefix: string, namespace: string]> {
  return attributes
    .filter(({ namespaceURI }) => namespaceURI === XMLNS)
    .map(({ name, value }) => [name.replace(/^xmlns:?/, ''), value]);
}
