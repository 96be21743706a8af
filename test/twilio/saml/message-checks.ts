import { ResponseRejected } from './rejection.ts';
import { followsSchema } from './schema.ts';
import { readSignedElements, type SignedElements } from './signed-elements.ts';
import type { ResponseTerms } from './terms.ts';
import { ASSERTION, attribute, PROTOCOL, select, selectAll, text } from './xml.ts';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** The one assertion of a response, and what is signed. */
export type CheckedMessage = { assertion: Element; signed: SignedElements };

/**
 * What is checked of a response before its assertion is looked into. Order and texts are those of java-saml
 * (`SamlResponse.isValid`).
 *
 * @throws ResponseRejected
 */
export function checkMessage(response: Element, terms: ResponseTerms): CheckedMessage {
  if (selectAll(response, ASSERTION, 'EncryptedAssertion').length > 0) {
    throw new ResponseRejected('No private key available for decrypt, check settings');
  }
  if (attribute(response, 'Version') !== '2.0') {
    throw new ResponseRejected('Unsupported SAML Version on Response.');
  }
  if (!response.hasAttribute('ID')) {
    throw new ResponseRejected('Missing ID attribute on SAML Response.');
  }
  checkStatus(response);
  if (selectAll(response, ASSERTION, 'Assertion').length !== 1) {
    throw new ResponseRejected('SAML Response must contain 1 Assertion.');
  }
  const signed = readSignedElements(response);
  if (terms.switches.xmlValidation === 'on' && !followsSchema(response)) {
    throw new ResponseRejected('Invalid SAML Response. Not match the saml-schema-protocol-2.0.xsd');
  }
  checkInResponseTo(attribute(response, 'InResponseTo'), terms.requestId);
  return { assertion: assertionIn(response), signed };
}

function checkStatus(response: Element): void {
  const statuses = select(response, [PROTOCOL, 'Status']);
  const [status] = statuses;
  if (status === undefined || statuses.length > 1) {
    throw new ResponseRejected('Missing Status on response');
  }
  const [code] = select(status, [PROTOCOL, 'StatusCode']);
  if (code === undefined) {
    throw new ResponseRejected('Missing Status Code on response');
  }
  const value = attribute(code, 'Value');
  if (value !== SUCCESS) {
    const messages = select(status, [PROTOCOL, 'StatusMessage']).map((message) => ` -> ${text(message)}`);
    const message = messages.length === 1 ? messages[0] : '';
    throw new ResponseRejected(`The status code of the Response was not Success, was ${value}${message}`);
  }
}

/** java-saml has found one assertion anywhere, and fails without a text where it does not stand in the Response itself. */
function assertionIn(response: Element): Element {
  const [assertion] = select(response, [ASSERTION, 'Assertion']);
  if (assertion === undefined) {
    throw new ResponseRejected('SAML Response must contain 1 Assertion.');
  }
  return assertion;
}

/** java-saml lets a response without an awaited request pass unless it is told otherwise, as it is taken to be here. */
function checkInResponseTo(inResponseTo: string | undefined, requestId: string | undefined): void {
  if (requestId === undefined && inResponseTo !== undefined) {
    throw new ResponseRejected(
      `The Response has an InResponseTo attribute: ${inResponseTo} while no InResponseTo was expected`,
    );
  }
  if (requestId !== undefined && inResponseTo !== requestId) {
    throw new ResponseRejected(
      `The InResponseTo of the Response: ${inResponseTo ?? 'null'}, ` +
        `does not match the ID of the AuthNRequest sent by the SP: ${requestId}`,
    );
  }
}
