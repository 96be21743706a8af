import { customaryName, XMLNS } from './namespaces.ts';

const ELEMENT = 1;
const TEXT = 3;

/** The child elements, in document order. */
export function childElements(parent: Element): Element[] {
  const children: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === ELEMENT) {
      children.push(node as Element);
    }
  }
  return children;
}

/** The child elements of one name. */
export function childrenNamed(parent: Element, namespace: string, localName: string): Element[] {
  return childElements(parent).filter((child) => isNamed(child, namespace, localName));
}

/** The element itself and everything in it, in document order. */
export function selfAndDescendants(root: Element): Element[] {
  const found: Element[] = [];
  const waiting: Element[] = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    found.push(element);
    waiting.push(...childElements(element).reverse());
  }
  return found;
}

export function isNamed(element: Element, namespace: string, localName: string): boolean {
  return element.localName === localName && element.namespaceURI === namespace;
}

/** `saml:Issuer`, independent of the prefix that the document uses. */
export function nameOf(element: Element): string {
  return customaryName(element.namespaceURI, element.localName);
}

/** The text of the element itself, without that of its children. */
export function ownText(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    text += node.nodeType === TEXT ? (node.nodeValue ?? '') : '';
  }
  return text;
}

/** Whether the element holds text only. */
export function isPlain(element: Element): boolean {
  return childElements(element).length === 0;
}

/** An attribute without a namespace. It is undefined if it is absent, and an empty string if it is empty. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? '') : undefined;
}

/** All attributes but namespace declarations. */
export function attributesOf(element: Element): Attr[] {
  return Array.from(element.attributes).filter((attribute) => attribute.namespaceURI !== XMLNS);
}
