import { ResponseRejected } from './rejection.ts';
import { ASSERTION, attribute, isNamed, PROTOCOL, select, selectAll, SIGNATURE } from './xml.ts';

/** Which of the two elements of a response carry a signature; whether it is valid is another question. */
export type SignedElements = { response: boolean; assertion: boolean };

/**
 * Reads where a response has signatures, before any of them is verified: only a Response and its Assertion may be signed,
 * once each, and each signature refers to the element it stands in. Order and texts are those of java-saml
 * (`SamlResponse.processSignedElements`).
 *
 * @throws ResponseRejected
 */
export function readSignedElements(response: Element): SignedElements {
  const ids = new Set<string>();
  const signed = selectAll(response, SIGNATURE, 'Signature').map((signature) => readSignature(signature, ids));
  const responses = signed.filter((element) => isNamed(element, PROTOCOL, 'Response')).length;
  const assertions = signed.length - responses;
  if (responses > 1 || assertions > 1) {
    throw new ResponseRejected('Found an unexpected Signature Element. SAML Response rejected');
  }
  if (responses === 1 && select(response, [SIGNATURE, 'Signature']).length !== 1) {
    throw new ResponseRejected('Unexpected number of Response signatures found. SAML Response rejected.');
  }
  if (assertions === 1 && select(response, [ASSERTION, 'Assertion'], [SIGNATURE, 'Signature']).length !== 1) {
    throw new ResponseRejected('Unexpected number of Assertion signatures found. SAML Response rejected.');
  }
  return { response: responses === 1, assertion: assertions === 1 };
}

/** The element that a signature signs. */
function readSignature(signature: Element, ids: Set<string>): Element {
  const element = signature.parentNode as Element;
  if (!isNamed(element, PROTOCOL, 'Response') && !isNamed(element, ASSERTION, 'Assertion')) {
    const name = `{${element.namespaceURI}}${element.localName}`;
    throw new ResponseRejected(`Invalid Signature Element ${name} SAML Response rejected`);
  }
  const id = attribute(element, 'ID');
  if (id === undefined || id === '') {
    throw new ResponseRejected('Signed Element must contain an ID. SAML Response rejected');
  }
  if (ids.has(id)) {
    throw new ResponseRejected('Duplicated ID. SAML Response rejected');
  }
  ids.add(id);
  checkReference(signature, id);
  return element;
}

function checkReference(signature: Element, id: string): void {
  const references = select(signature, [SIGNATURE, 'SignedInfo'], [SIGNATURE, 'Reference']);
  const [reference] = references;
  if (reference === undefined || references.length > 1) {
    throw new ResponseRejected('Unexpected number of Reference nodes found for signature. SAML Response rejected.');
  }
  const uri = attribute(reference, 'URI') ?? '';
  if (uri !== '' && uri.slice(1) !== id) {
    throw new ResponseRejected('Found an invalid Signed Element. SAML Response rejected');
  }
}
