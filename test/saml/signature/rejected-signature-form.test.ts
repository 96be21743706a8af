import { itRejects } from '../responses.ts';

describe('a signature that departs from the form of SAML', () => {
  itRejects('signature/form', [
    { file: 'two-signatures-of-one-element', fails: { 'sig.response.present': '2' } },
    { file: 'two-signedinfo', fails: { 'sig.response.form': '2 SignedInfo, 2 SignedInfo' } },
    { file: 'two-references', fails: { 'sig.response.form': '2 Reference' } },
    { file: 'ten-thousand-characters-of-transforms', fails: { 'sig.response.form': '165 elements in the signature' } },
    { file: 'a-reference-to-the-whole-document', fails: { 'sig.response.form': 'refers to "" instead of its parent' } },
    {
      file: 'a-reference-to-another-element',
      fails: { 'sig.response.form': 'refers to "#_other" instead of its parent' },
    },
    {
      file: 'a-reference-to-a-web-page',
      fails: { 'sig.response.form': 'refers to "https://evil.example/" instead of its parent' },
    },
    {
      file: 'a-reference-by-xpointer',
      fails: { 'sig.response.form': 'refers to "#xpointer(/)" instead of its parent' },
    },
    { file: 'a-reference-without-a-uri', fails: { 'sig.response.form': 'refers to "" instead of its parent' } },
    {
      file: 'a-reference-that-breaks-out-of-an-xpath',
      fails: { 'sig.response.form': 'refers to "#\'] | //*[\'" instead of its parent' },
    },
    {
      file: 'an-xslt-transform',
      fails: {
        'sig.response.form':
          '2 transforms: http://www.w3.org/TR/1999/REC-xslt-19991116 http://www.w3.org/2001/10/xml-exc-c14n#',
      },
    },
    {
      file: 'an-xpath-filter',
      fails: { 'saml.noStray': 'ds:XPath in ds:Transform', 'sig.response.form': 'content of ds:Transform' },
    },
    { file: 'no-transforms', fails: { 'sig.response.form': '0 Transforms' } },
    { file: 'canonicalization-that-nobody-knows', fails: { 'sig.response.form': 'canonicalization urn:void' } },
    {
      file: 'an-object',
      fails: { 'saml.noStray': 'ds:Object in ds:Signature', 'sig.response.form': 'ds:Object in the signature' },
    },
    {
      file: 'a-key-at-another-place',
      fails: {
        'saml.noStray': 'ds:RetrievalMethod in ds:KeyInfo',
        'sig.response.form': 'attribute URI of ds:RetrievalMethod, ds:RetrievalMethod in KeyInfo',
      },
    },
    {
      file: 'a-foreign-attribute-that-hides-the-algorithm',
      fails: { 'sig.response.form': 'attribute e:Algorithm of ds:DigestMethod' },
    },
    {
      file: 'a-truncated-hmac-by-parameter',
      fails: {
        'saml.noStray': 'ds:HMACOutputLength in ds:SignatureMethod',
        'sig.response.form': 'parameters of the signature method',
      },
    },
    {
      file: 'a-signature-that-does-not-stand-behind-the-issuer',
      fails: {
        'saml.noStray': 'ds:Signature late in samlp:Response',
        'sig.response.form': 'not directly after Issuer',
      },
    },
    {
      file: 'a-prefix-list-below-inclusive-canonicalization',
      fails: { 'sig.response.form': 'content of ds:Transform' },
    },
    { file: 'a-prefix-list-of-51-prefixes', fails: { 'sig.response.form': 'a PrefixList of 51 prefixes' } },
    {
      file: 'an-attribute-called-constructor',
      fails: { 'sig.response.form': 'attribute constructor of ds:SignedInfo' },
    },
    {
      file: 'an-element-called-constructor',
      fails: { 'saml.noStray': 'constructor in ds:Signature', 'sig.response.form': 'constructor in the signature' },
    },
    {
      file: 'an-element-called-hasownproperty-in-a-transform',
      fails: { 'saml.noStray': 'hasOwnProperty in ds:Transform', 'sig.response.form': 'content of ds:Transform' },
    },
    {
      file: 'an-element-called-proto-in-signedinfo',
      fails: { 'saml.noStray': '__proto__ in ds:SignedInfo', 'sig.response.form': 'attribute x of __proto__' },
    },
    {
      file: 'an-element-called-tostring-in-keyinfo',
      fails: {
        'saml.noStray': 'toString in ds:KeyInfo',
        'sig.response.form': 'attribute a of toString, toString in KeyInfo',
      },
    },
    {
      file: 'an-empty-certificate',
      fails: { 'sig.response.form': 'ds:X509Certificate is empty', 'sig.response.cert': 'it is empty' },
    },
    { file: 'an-empty-digest', fails: { 'sig.response.form': 'ds:DigestValue is empty' } },
    {
      file: 'exclusive-canonicalization-before-the-signature-is-left-out',
      fails: {
        'sig.response.form':
          '2 transforms: http://www.w3.org/2001/10/xml-exc-c14n# http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      },
    },
  ]);
});

describe('a signature with an algorithm that is not accepted', () => {
  itRejects('signature/algorithm', [
    { file: 'signature-method-hmac-sha1', fails: { 'sig.response.alg': 'hmac-sha1 / sha256' } },
    { file: 'signature-method-hmac-sha256', fails: { 'sig.response.alg': 'hmac-sha256 / sha256' } },
    { file: 'signature-method-dsa-sha1', fails: { 'sig.response.alg': 'dsa-sha1 / sha256' } },
    { file: 'signature-method-rsa-md5', fails: { 'sig.response.alg': 'rsa-md5 / sha256' } },
    { file: 'signature-method-ecdsa-sha256', fails: { 'sig.response.alg': 'ecdsa-sha256 / sha256' } },
    { file: 'signature-method-urn-unknown', fails: { 'sig.response.alg': 'urn:unknown / sha256' } },
    { file: 'signature-method-constructor', fails: { 'sig.response.alg': 'constructor / sha256' } },
    { file: 'signature-method-empty', fails: { 'sig.response.alg': 'none / sha256' } },
    { file: 'a-digest-by-md5', fails: { 'sig.response.alg': 'rsa-sha256 / md5' } },
  ]);
});
