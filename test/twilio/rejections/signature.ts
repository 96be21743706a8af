import { otherKey, replacing, type Edit } from '../fixture.ts';
import { moveAssertionIntoExtensions, type Rejection } from './rejection.ts';

const DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const NOT_VERIFIED = 'Signature validation failed. SAML Response rejected';

/** Extensions with a Response inside that has a signature, put where the schema wants them. */
const nestedSignedResponse: Edit = replacing(
  '<samlp:Status>',
  `<samlp:Extensions><samlp:Response ID="_nested"><ds:Signature ${DS}><ds:SignedInfo><ds:Reference URI="#_nested"/>` +
    '</ds:SignedInfo></ds:Signature></samlp:Response></samlp:Extensions><samlp:Status>',
);

/** Responses that fail by what is signed, and by what. */
export const signatureRejections: Rejection[] = [
  {
    when: 'another element than these two is signed',
    text: 'Invalid Signature Element {urn:oasis:names:tc:SAML:2.0:assertion}Subject SAML Response rejected',
    making: { editAssertion: replacing('<saml:Subject>', `<saml:Subject><ds:Signature ${DS}/>`) },
  },
  {
    when: 'a signed element has no ID',
    text: 'Signed Element must contain an ID. SAML Response rejected',
    making: { editSignedAssertion: replacing(/ ID="[^"]*"/, '') },
  },
  {
    when: 'both signed elements have one ID',
    text: 'Duplicated ID. SAML Response rejected',
    making: { responseId: '_same', assertionId: '_same' },
  },
  {
    when: 'a signature has two references',
    text: 'Unexpected number of Reference nodes found for signature. SAML Response rejected.',
    making: { editSignedAssertion: replacing('</ds:Reference>', '</ds:Reference><ds:Reference URI="#_other"/>') },
  },
  {
    when: 'a signature refers to another element',
    text: 'Found an invalid Signed Element. SAML Response rejected',
    making: { editSignedAssertion: replacing(/URI="#[^"]*"/, 'URI="#_other"') },
  },
  {
    when: 'a second Response is signed',
    text: 'Found an unexpected Signature Element. SAML Response rejected',
    making: { editResponse: nestedSignedResponse },
  },
  {
    when: 'a signed Response is not the outermost one',
    text: 'Unexpected number of Response signatures found. SAML Response rejected.',
    making: { signatures: 'none', editResponse: nestedSignedResponse },
  },
  {
    when: 'a signed assertion does not stand in the Response',
    text: 'Unexpected number of Assertion signatures found. SAML Response rejected.',
    making: { signatures: 'assertion', editResponse: moveAssertionIntoExtensions },
  },
  {
    when: 'only the assertion is signed',
    text: 'The Message of the Response is not signed and the SP requires it',
    making: { signatures: 'assertion' },
  },
  {
    when: 'only the Response is signed and both must be',
    text: 'The Assertion of the Response is not signed and the SP requires it',
    making: { signatures: 'response' },
    switches: { signatures: 'both' },
  },
  {
    when: 'only the Response is signed and the assertion must be',
    text: 'The Assertion of the Response is not signed and the SP requires it',
    making: { signatures: 'response' },
    switches: { signatures: 'assertion' },
  },
  {
    when: 'nothing is signed and one signature is enough',
    text: 'No Signature found. SAML Response rejected',
    making: { signatures: 'none' },
    switches: { signatures: 'either' },
  },
  {
    when: 'another key signed',
    text: NOT_VERIFIED,
    making: { signing: { key: otherKey } },
  },
  {
    when: 'another key signed and no certificate says so',
    text: NOT_VERIFIED,
    making: { signing: { key: otherKey, keyInfo: 'none' } },
  },
  {
    when: 'the certificate inside the signature is not the saved one',
    text: NOT_VERIFIED,
    making: { editSignedAssertion: (xml) => withCertificate(xml, otherKey.certificatePem) },
  },
  {
    when: 'the NameID was changed after signing',
    text: NOT_VERIFIED,
    making: { editSignedResponse: replacing('ada@example.com</saml:NameID>', 'eve@example.com</saml:NameID>') },
  },
  {
    when: 'the Response around a signed assertion was changed',
    text: NOT_VERIFIED,
    making: { editSignedResponse: replacing('<samlp:Status>', '<samlp:Status >\n') },
  },
  {
    when: 'only the signature of the assertion is wrong',
    text: NOT_VERIFIED,
    making: { editSignedAssertion: replacing('ada@example.com</saml:NameID>', 'eve@example.com</saml:NameID>') },
  },
];

function withCertificate(xml: string, certificatePem: string): string {
  const base64 = certificatePem.replace(/-----[A-Z ]+-----|\s/g, '');
  return replacing(/(?<=<ds:X509Certificate>)[^<]*/, base64)(xml);
}
