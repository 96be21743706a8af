import { itRejects } from '../responses.ts';

/**
 * The eight attacks of "On Breaking SAML: Be Whoever You Want to Be" (Somorovsky and others, 2012), numbered as usual. In
 * each, the signed element is still there, but a careless reader finds another user. The first two add a second
 * Response, the others a second Assertion.
 */
describe('signature wrapping, response signed', () => {
  itRejects('signature/wrapping-response-signed', [
    {
      file: 'shape-1',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in ds:Signature',
        'sig.response.form':
          'samlp:Response in the signature, attribute Destination of samlp:Response, attribute ID of samlp:Response, attribute InResponseTo of samlp:Response, attribute I…',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-2',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in samlp:Response',
        'sig.response.form':
          'not directly after Issuer, refers to "#_0b5f1c0f5a3e4d6b8c7a9e2d1f3041521795521600000" instead of its parent',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-3',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.digest': 'HwLyt/th13Zt+npuvEbQe1Ez90wZJbmYXkXoxMXo+i0=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-4',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in saml:Assertion',
        'sig.response.digest': 'fBSJbTEDKKHu8SLcRGCPPNQE/3uMIBBcjw98CKjM5mk=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-5',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.digest': 'HwLyt/th13Zt+npuvEbQe1Ez90wZJbmYXkXoxMXo+i0=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-6',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in saml:Assertion',
        'sig.response.digest': 'fBSJbTEDKKHu8SLcRGCPPNQE/3uMIBBcjw98CKjM5mk=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-7',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'samlp:Extensions in samlp:Response',
        'sig.response.digest': '6GdW/Oee0D5vL0Ck17m3GbaWV4Dp4T3W0fWV9dKQM/U=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
      },
    },
    {
      file: 'shape-8',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'ds:Object in saml:Assertion',
        'sig.response.digest': 'PXYLBBSisPLMc0TOwcGtocbQh5VH6ehOSKuiMzKXBG8=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
  ]);
});

describe('signature wrapping, assertion signed', () => {
  itRejects('signature/wrapping-assertion-signed', [
    {
      file: 'shape-1',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in ds:Signature',
        'sig.response.present': '0',
        'sig.assertion.form':
          'samlp:Response in the signature, attribute Destination of samlp:Response, attribute ID of samlp:Response, attribute InResponseTo of samlp:Response, attribute I…',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-2',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in saml:Assertion',
        'sig.response.present': '0',
        'sig.assertion.form': 'not directly after Issuer',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-3',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.present': '0',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-4',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in saml:Assertion',
        'sig.response.present': '0',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-5',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.present': '0',
        'sig.assertion.form': 'refers to "#_9d8c7b6a5f4e3d2c1b0a9988776655441795521600000" instead of its parent',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-6',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in ds:Signature',
        'sig.response.present': '0',
        'sig.assertion.form':
          'saml:Assertion in the signature, attribute ID of saml:Assertion, attribute IssueInstant of saml:Assertion, attribute Version of saml:Assertion, attribute Forma…',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-7',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'samlp:Extensions in samlp:Response',
        'sig.response.present': '0',
      },
    },
    {
      file: 'shape-8',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'ds:Object in ds:Signature',
        'sig.response.present': '0',
        'sig.assertion.form':
          'ds:Object in the signature, attribute ID of saml:Assertion, attribute IssueInstant of saml:Assertion, attribute Version of saml:Assertion, attribute Format of …',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
  ]);
});

describe('signature wrapping, both signed', () => {
  itRejects('signature/wrapping-both-signed', [
    {
      file: 'shape-1',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in ds:Signature',
        'sig.response.form':
          'samlp:Response in the signature, 2 SignedInfo, attribute Destination of samlp:Response, attribute ID of samlp:Response, attribute InResponseTo of samlp:Respons…',
        'sig.assertion.digest': 'XIdqtKQ/RWiTp0abW6npFap/n2Jtb96ici9S9in7YyE=',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-2',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace, 1 more Response',
        'saml.noStray': 'samlp:Response in samlp:Response',
        'sig.response.form':
          'not directly after Issuer, refers to "#_0b5f1c0f5a3e4d6b8c7a9e2d1f3041521795521600000" instead of its parent',
        'sig.assertion.digest': 'XIdqtKQ/RWiTp0abW6npFap/n2Jtb96ici9S9in7YyE=',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-3',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.digest': 'jwIztRRozJqaJszDHWLy5G3r/41LizJ/XKUdyXPyXpY=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-4',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in saml:Assertion',
        'sig.response.digest': 'jysvHPxECQJEVDxbfUDYdXCkCRcCD6lCdH/ZLz7yQLg=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-5',
      fails: {
        'saml.oneAssertion': '2 in the Response',
        'sig.response.digest': 'lV6EhfnY12+y06he3S1qnDbg+TRj5rhn8zSue9PfZsI=',
        'sig.assertion.form': 'refers to "#_9d8c7b6a5f4e3d2c1b0a9988776655441795521600000" instead of its parent',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-6',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in ds:Signature',
        'sig.response.digest': 'Ah46qgAAYNtNJEMjJ4nfDr9bwyRglJfLLl3jJ9jfmKw=',
        'sig.assertion.form':
          'saml:Assertion in the signature, attribute ID of saml:Assertion, attribute IssueInstant of saml:Assertion, attribute Version of saml:Assertion, attribute Forma…',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'shape-7',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'samlp:Extensions in samlp:Response',
        'sig.response.digest': 'e2CosoWx5Vbey2tq12CxKBRh+4qyaLIRDHNj6UBecLs=',
      },
    },
    {
      file: 'shape-8',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'ds:Object in ds:Signature',
        'sig.response.digest': 'bxSb6Upl49IqttmrDXBoZ9SZ3moip92A0rSi3sS1178=',
        'sig.assertion.form':
          'ds:Object in the signature, attribute ID of saml:Assertion, attribute IssueInstant of saml:Assertion, attribute Version of saml:Assertion, attribute Format of …',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
  ]);
});
