import { itRejects } from '../responses.ts';

describe('a document that is no response', () => {
  itRejects('checks/no-response', [
    { file: 'an-assertion-alone', fails: { 'saml.root': 'saml:Assertion' } },
    { file: 'a-request', fails: { 'saml.root': 'samlp:AuthnRequest' } },
    { file: 'a-response-of-saml-1-1', fails: { 'saml.root': '{urn:oasis:names:tc:SAML:1.0:protocol}Response' } },
    { file: 'a-response-without-a-namespace', fails: { 'saml.root': 'Response' } },
    { file: 'a-web-page', fails: { 'saml.root': 'html' } },
  ]);
});

describe('a response of the wrong shape, correctly signed', () => {
  itRejects('checks/structure', [
    { file: 'no-assertion', fails: { 'saml.oneAssertion': '0 in the Response' } },
    {
      file: 'an-encrypted-assertion',
      fails: { 'saml.notEncrypted': 'saml:EncryptedAssertion', 'saml.oneAssertion': '0 in the Response' },
    },
    { file: 'an-encrypted-assertion-beside-a-plain-one', fails: { 'saml.notEncrypted': 'saml:EncryptedAssertion' } },
    { file: 'two-assertions', fails: { 'saml.oneAssertion': '2 in the Response' } },
    {
      file: 'an-encrypted-nameid',
      fails: { 'saml.notEncrypted': 'saml:EncryptedID', 'ass.nameId.present': '1 Subject, 0 NameID' },
    },
    { file: 'extensions', fails: { 'saml.noStray': 'samlp:Extensions in samlp:Response' } },
    { file: 'advice', fails: { 'saml.noStray': 'saml:Advice in saml:Assertion' } },
    { file: 'a-detail-of-the-status', fails: { 'saml.noStray': 'samlp:StatusDetail in samlp:Status' } },
    { file: 'a-statement-of-a-decision', fails: { 'saml.noStray': 'saml:AuthzDecisionStatement in saml:Assertion' } },
    { file: 'text-between-elements', fails: { 'saml.noStray': 'text in samlp:Response' } },
    { file: 'a-no-break-space-between-elements', fails: { 'saml.noStray': 'text in samlp:Response' } },
    { file: 'a-status-behind-the-assertion', fails: { 'saml.noStray': 'samlp:Status late in samlp:Response' } },
    {
      file: 'an-element-inside-an-attribute-value',
      fails: { 'saml.noStray': 'b in saml:AttributeValue', 'ass.roles': '"agent"' },
    },
    {
      file: 'a-value-of-a-type-whose-prefix-is-not-declared',
      fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' },
    },
    {
      file: 'a-value-of-a-type-without-a-prefix',
      fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' },
    },
    {
      file: 'a-value-of-a-type-of-somebody-else',
      fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' },
    },
  ]);
});

describe('a response that reports a failure', () => {
  itRejects('checks/status', [
    { file: 'a-responder-error', fails: { 'saml.status': 'Responder' } },
    { file: 'a-refusal-with-a-reason-and-a-message', fails: { 'saml.status': 'Requester / RequestDenied / no' } },
    { file: 'success-inside-a-failure', fails: { 'saml.status': 'Responder / Success' } },
    {
      file: 'a-code-without-a-value',
      fails: { 'saml.status': '(no value)', 'saml.schema': 'no Value of samlp:StatusCode' },
    },
    { file: 'no-code', fails: { 'saml.status': 'no status' } },
    { file: 'no-status', fails: { 'saml.status': 'no status' } },
    { file: 'two-statuses', fails: { 'saml.status': 'Success / Responder' } },
    { file: 'success-in-other-letters', fails: { 'saml.status': 'success' } },
  ]);
});

describe('IDs that are not valid', () => {
  itRejects('checks/ids', [
    {
      file: 'a-uuid-that-begins-with-a-digit',
      fails: { 'saml.ids': 'not an XML ID: "0a1b2c3d-0000-4000-8000-000000000000"' },
    },
    { file: 'an-id-with-a-colon', fails: { 'saml.ids': 'not an XML ID: "a:b"' } },
    { file: 'an-id-with-a-blank', fails: { 'saml.ids': 'not an XML ID: "_a b"' } },
    {
      file: 'the-same-id-for-response-and-assertion',
      fails: {
        'saml.ids': 'used twice: _a',
        'sig.response.present': '0',
        'sig.assertion.present': '0',
        'claims.source': 'none',
      },
    },
    {
      file: 'an-empty-id',
      fails: { 'saml.ids': 'not an XML ID: ""', 'sig.response.form': 'refers to "#" instead of its parent' },
    },
    {
      file: 'no-id',
      fails: {
        'saml.ids': 'samlp:Response has no ID',
        'sig.response.form': 'refers to "#_0b5f1c0f5a3e4d6b8c7a9e2d1f3041521795521600000" instead of its parent',
      },
    },
    { file: 'no-id-of-the-assertion', fails: { 'saml.ids': 'saml:Assertion has no ID', 'sig.assertion.present': '0' } },
  ]);
});

describe('a version that is not 2.0', () => {
  itRejects('checks/version', [
    { file: 'of-the-response', fails: { 'resp.version': '1.1' } },
    { file: 'of-the-response-absent', fails: { 'resp.version': 'none' } },
    { file: 'of-the-assertion', fails: { 'ass.version': '2.1' } },
    { file: 'of-the-assertion-with-a-blank', fails: { 'ass.version': ' 2.0' } },
  ]);
});
