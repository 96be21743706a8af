import { replacing, type Edit } from '../fixture.ts';
import { moveAssertionIntoExtensions, WHOLE_ASSERTION, type Rejection } from './rejection.ts';

const WHOLE_STATUS = /<samlp:Status>.*<\/samlp:Status>/;
const SUCCESS = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>';
const DENIED = '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/>';
const NOT_THE_SCHEMA = 'Invalid SAML Response. Not match the saml-schema-protocol-2.0.xsd';
const unvalidated = { xmlValidation: 'off' } as const;

/** Responses that fail as messages, before their assertions are looked into. */
export const messageRejections: Rejection[] = [
  {
    when: 'it is no XML',
    text: 'SAML Response could not be processed',
    making: { editSignedResponse: replacing('</samlp:Response>', '') },
  },
  {
    when: 'it has a document type',
    text: 'SAML Response could not be processed',
    making: { editSignedResponse: (xml) => `<!DOCTYPE a>${xml}` },
  },
  {
    when: 'its assertion is encrypted',
    text: 'No private key available for decrypt, check settings',
    making: { editResponse: replacing(WHOLE_ASSERTION, encryptedAssertion()) },
  },
  {
    when: 'it is of another version',
    text: 'Unsupported SAML Version on Response.',
    making: { editResponse: replacing('Version="2.0"', 'Version="1.1"') },
  },
  {
    when: 'it has no ID',
    text: 'Missing ID attribute on SAML Response.',
    making: { editSignedResponse: replacing(/ ID="[^"]*"/, '') },
  },
  {
    when: 'it has no status',
    text: 'Missing Status on response',
    making: { editResponse: replacing(WHOLE_STATUS, '') },
  },
  {
    when: 'its status has no code',
    text: 'Missing Status Code on response',
    making: { editResponse: replacing(SUCCESS, '') },
  },
  {
    when: 'its status is no success',
    text: 'The status code of the Response was not Success, was urn:oasis:names:tc:SAML:2.0:status:Responder',
    making: { editResponse: replacing(SUCCESS, DENIED) },
  },
  {
    when: 'its status is no success and comes with a message',
    text: 'The status code of the Response was not Success, was urn:oasis:names:tc:SAML:2.0:status:Responder -> no <access>',
    making: {
      editResponse: replacing(SUCCESS, `${DENIED}<samlp:StatusMessage>no &lt;access&gt;</samlp:StatusMessage>`),
    },
  },
  {
    when: 'it has no assertion',
    text: 'SAML Response must contain 1 Assertion.',
    making: { editResponse: replacing(WHOLE_ASSERTION, '') },
  },
  {
    when: 'it has two assertions',
    text: 'SAML Response must contain 1 Assertion.',
    making: { editSignedResponse: (xml) => xml.replace(WHOLE_ASSERTION, '$&$&') },
  },
  {
    when: 'its assertion stands in another element',
    text: 'SAML Response must contain 1 Assertion.',
    making: { signatures: 'response', editResponse: moveAssertionIntoExtensions },
    switches: unvalidated,
  },
  {
    when: 'its elements stand in another order',
    text: NOT_THE_SCHEMA,
    making: { editResponse: moveStatusBehindAssertion() },
  },
  {
    when: 'an attribute is not in the schema',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing('<saml:Subject>', '<saml:Subject Name="x">') },
  },
  {
    when: 'a necessary attribute is missing',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing(/ AuthnInstant="[^"]*"/, '') },
  },
  {
    when: 'a time is no time',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing(/NotBefore="[^"]*"/, 'NotBefore="now"') },
  },
  {
    when: 'a time is a day that no calendar has',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing(/NotBefore="[^"]*"/, 'NotBefore="2026-13-24T12:00:00Z"') },
  },
  {
    when: 'a time is a day alone',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing(/NotBefore="[^"]*"/, 'NotBefore="2026-11-24"') },
  },
  {
    when: 'an ID begins with a digit',
    text: NOT_THE_SCHEMA,
    making: { assertionId: '1a' },
  },
  {
    when: 'two elements have one ID',
    text: NOT_THE_SCHEMA,
    making: { responseId: '_same', assertionId: '_same', signatures: 'response' },
  },
  {
    when: 'there is text between elements',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing('<saml:Conditions', 'text<saml:Conditions') },
  },
  {
    when: 'there is a CDATA section between elements',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing('<saml:Conditions', '<![CDATA[text]]><saml:Conditions') },
  },
  {
    when: 'there are elements in a text',
    text: NOT_THE_SCHEMA,
    making: { editAssertion: replacing('</saml:NameID>', '<saml:NameID>x</saml:NameID></saml:NameID>') },
  },
  {
    when: 'it answers another request',
    text: 'The InResponseTo of the Response: _other, does not match the ID of the AuthNRequest sent by the SP: <request>',
    making: { inResponseTo: '_other' },
  },
  {
    when: 'it names no request',
    text: 'The InResponseTo of the Response: null, does not match the ID of the AuthNRequest sent by the SP: <request>',
    making: { inResponseTo: undefined },
  },
];

function encryptedAssertion(): string {
  return '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"></saml:EncryptedAssertion>';
}

function moveStatusBehindAssertion(): Edit {
  return (xml) => {
    const status = WHOLE_STATUS.exec(xml)?.[0] ?? '';
    return replacing('</samlp:Response>', `${status}</samlp:Response>`)(replacing(status, '')(xml));
  };
}
