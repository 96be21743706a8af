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

/** Text directly in the element, without that of its children. */
export function ownText(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    text += node.nodeType === TEXT ? (node.nodeValue ?? '') : '';
  }
  return text;
}

/** Whether text is all there is in the element. */
export function isPlain(element: Element): boolean {
  return childElements(element).length === 0;
}

/** An attribute without a namespace; undefined when it is absent (an empty one is an empty string). */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? '') : undefined;
}

/** All attributes, namespace declarations left out. */
export function attributesOf(element: Element): Attr[] {
  return Array.from(element.attributes).filter((attribute) => attribute.namespaceURI !== XMLNS);
}
