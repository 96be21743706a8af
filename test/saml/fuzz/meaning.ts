import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalizationWithComments } from 'xml-crypto';
import { SIGNATURE } from '../../../plugin/saml/reading/namespaces.ts';
import { key } from '../keys.ts';

/**
 * A response as a text. Two documents have the same text only if all their differences are without a meaning: white
 * space in tags, in Base64 and beside the parts of a signature; namespaces that nothing uses; the Id of a part of a
 * signature that is not signed; the trusted certificate, which the response may or may not carry. Comments, and what is
 * before or after the document element, do have a meaning, since parsers disagree about them.
 *
 * Throws if the text is no XML.
 */
export function meaningOf(xml: string): string {
  const document = new DOMParser({ errorHandler: refuseMalformed }).parseFromString(xml, 'text/xml');
  const response = document.documentElement;
  const around = Array.from(document.childNodes)
    .filter((node) => node !== (response as ChildNode) && !isBlank(node) && !isDeclaration(node))
    .map(({ nodeType, nodeValue }) => [nodeType, nodeValue]);
  for (const signature of Array.from(response.getElementsByTagNameNS(SIGNATURE, 'Signature'))) {
    normalize(signature);
  }
  return JSON.stringify([around, new ExclusiveCanonicalizationWithComments().process(response, {}).toString()]);
}

const TRUSTED = key.certificatePem.replace(/-----[^-]*-----|\s/g, '');

/** What is in no canonical form: all of a signature except its SignedInfo. */
function normalize(signature: Element): void {
  const elements = [signature, ...Array.from(signature.getElementsByTagName('*'))].filter(isUnsigned);
  for (const element of elements) {
    element.removeAttribute('Id');
    for (const node of Array.from(element.childNodes).filter(isBlank)) {
      element.removeChild(node);
    }
    if (['SignatureValue', 'X509Certificate'].includes(element.localName) && isText(element.firstChild)) {
      element.firstChild.data = element.firstChild.data.replace(/\s/g, '');
    }
  }
  // From the inside out, so that an element that held only the certificate goes with it.
  for (const element of elements.reverse()) {
    const carriesTrusted =
      element.localName === 'X509Certificate' && isText(element.firstChild) && element.firstChild.data === TRUSTED;
    const isEmpty = ['X509Data', 'KeyInfo'].includes(element.localName) && element.firstChild === null;
    if (carriesTrusted || isEmpty) {
      element.parentNode?.removeChild(element);
    }
  }
}

function isUnsigned(element: Element): boolean {
  for (let parent: Node | null = element; parent; parent = parent.parentNode) {
    if ((parent as Element).localName === 'SignedInfo') {
      return false;
    }
  }
  return true;
}

function isText(node: ChildNode | null): node is Text {
  return node?.nodeType === 3;
}

function isBlank(node: ChildNode): boolean {
  return isText(node) && node.data.trim() === '';
}

function isDeclaration(node: ChildNode): boolean {
  return node.nodeName === 'xml';
}

function refuseMalformed(_level: string, message: string): never {
  throw new Error(message);
}
