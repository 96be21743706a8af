import { contentModels, type ElementModel } from './content-model.ts';
import { isXmlDateTime } from './instants.ts';
import { ASSERTION, attribute, childElements, PROTOCOL, SIGNATURE, XMLNS } from './xml.ts';

const PREFIXES: Record<string, string> = { [ASSERTION]: 'saml', [PROTOCOL]: 'samlp', [SIGNATURE]: 'ds' };

const DATE_TIMES = new Set(['IssueInstant', 'NotBefore', 'NotOnOrAfter', 'AuthnInstant', 'SessionNotOnOrAfter']);
const NC_NAMES = new Set(['ID', 'InResponseTo']);
const NC_NAME = /^[\p{L}_][\p{L}\p{N}_.\u00B7-]*$/u;
const TEXT_NODE = 3;
const CDATA_NODE = 4;

/** Whether a response has the form that the schema of SAML 2.0 gives it, as far as `contentModels` goes. */
export function followsSchema(response: Element): boolean {
  return isValid(response, new Set());
}

function isValid(element: Element, ids: Set<string>): boolean {
  const model = contentModels[nameOf(element)];
  return (
    isUnique(element, ids) &&
    (model === undefined || (hasAttributes(element, model) && hasContent(element, model))) &&
    childElements(element).every((child) => isValid(child, ids))
  );
}

function nameOf({ namespaceURI, localName }: Element): string {
  return `${PREFIXES[namespaceURI ?? ''] ?? `{${namespaceURI}}`}:${localName}`;
}

function isUnique(element: Element, ids: Set<string>): boolean {
  const id = attribute(element, 'ID');
  if (id === undefined) {
    return true;
  }
  const isNew = !ids.has(id);
  ids.add(id);
  return isNew;
}

function hasAttributes(element: Element, { required, optional }: ElementModel): boolean {
  const written = Array.from(element.attributes).filter(
    ({ namespaceURI }) => namespaceURI !== XMLNS && namespaceURI !== 'http://www.w3.org/2001/XMLSchema-instance',
  );
  return (
    required.every((name) => element.hasAttribute(name)) &&
    written.every(({ name, value }) => (required.includes(name) || optional.includes(name)) && fits(name, value))
  );
}

function fits(name: string, value: string): boolean {
  if (DATE_TIMES.has(name)) {
    return isXmlDateTime(value);
  }
  return !NC_NAMES.has(name) || NC_NAME.test(value);
}

function hasContent(element: Element, { content }: ElementModel): boolean {
  if (content === 'text') {
    return childElements(element).length === 0;
  }
  const names = childElements(element).map((child) => `${nameOf(child)} `);
  return content.test(names.join('')) && !hasTextOfItsOwn(element);
}

function hasTextOfItsOwn(element: Element): boolean {
  return Array.from(element.childNodes).some(
    (node) => (node.nodeType === TEXT_NODE || node.nodeType === CDATA_NODE) && /\S/.test(node.nodeValue ?? ''),
  );
}
