import { itRejects } from '../responses.ts';

describe('other ways to bring in a second meaning', () => {
  itRejects('signature/second-meaning', [
    {
      file: 'a-second-assertion-with-the-same-id',
      fails: {
        'saml.ids': 'used twice: _9d8c7b6a5f4e3d2c1b0a9988776655441795521600000',
        'saml.oneAssertion': '2 in the Response',
        'sig.response.digest': 'ArbiqnG3seLkkJdiWmYR45k9AnCmDJvBFajA6/TOuzg=',
        'sig.assertion.digest': 'XIdqtKQ/RWiTp0abW6npFap/n2Jtb96ici9S9in7YyE=',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    { file: 'the-response-inside-a-foreign-element', fails: { 'saml.root': '{urn:e}wrapper' } },
    {
      file: 'an-assertion-of-a-look-alike-namespace-before-the-signed-one',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': '{urn:oasis:names:tc:SAML:1.0:assertion}Assertion in samlp:Response',
      },
    },
    {
      file: 'a-forged-assertion-inside-an-attribute-value',
      fails: {
        'saml.oneAssertion': '1 in the Response, 1 elsewhere or of another namespace',
        'saml.noStray': 'saml:Assertion in saml:AttributeValue',
        'sig.response.digest': 'QCqjnHXH4neSm9lLzUF1OZ1zJAPF45vEn8y5svHnL9k=',
        'sig.assertion.digest': 'eCB4VjO/WTDf6XysHl9wJRRcKbioz3DzHw4/yC+mbpE=',
        'claims.source': 'none',
      },
    },
    {
      file: 'an-attribute-of-another-namespace-that-looks-like-the-id',
      fails: { 'saml.ids': 'samlp:Response has 2 IDs', 'saml.noStray': 'attribute samlp:ID of samlp:Response' },
    },
    {
      file: 'a-second-spelling-of-the-id',
      fails: { 'saml.ids': 'samlp:Response has 2 IDs', 'saml.noStray': 'attribute Id of samlp:Response' },
    },
  ]);
});
