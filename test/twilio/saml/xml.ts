import { DOMParser } from '@xmldom/xmldom';
import { SaxesParser } from 'saxes';

export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
export const XMLNS = 'http://www.w3.org/2000/xmlns/';

const ELEMENT_NODE = 1;

/**
 * The document element of an XML text without a document type.
 *
 * @throws Error for everything that is not well-formed. xmldom alone forgives much, so a strict parser reads it first.
 */
export function parseXml(text: string): Element {
  const refuse = (reason: string | Error): never => {
    throw new Error(String(reason));
  };
  const strict = new SaxesParser({ xmlns: true });
  strict.on('error', refuse);
  strict.on('doctype', () => refuse('a document type is not allowed'));
  strict.write(text).close();
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  return new DOMParser({ errorHandler }).parseFromString(text, 'text/xml').documentElement;
}

export function childElements(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node) => node.nodeType === ELEMENT_NODE) as Element[];
}

/** What a path of names leads to, each name that of children of the elements before. */
export function select(parent: Element, ...path: readonly [namespace: string, localName: string][]): Element[] {
  let found = [parent];
  for (const [namespace, localName] of path) {
    found = found.flatMap(childElements).filter((child) => isNamed(child, namespace, localName));
  }
  return found;
}

/** Elements of one name anywhere in an element, itself included. */
export function selectAll(root: Element, namespace: string, localName: string): Element[] {
  const inside = Array.from(root.getElementsByTagNameNS(namespace, localName));
  return isNamed(root, namespace, localName) ? [root, ...inside] : inside;
}

export function isNamed(element: Element, namespace: string, localName: string): boolean {
  return element.namespaceURI === namespace && element.localName === localName;
}

/** Undefined when it is absent; an empty one is an empty string. */
export function attribute(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? '') : undefined;
}

export function text(element: Element): string {
  return element.textContent ?? '';
}
