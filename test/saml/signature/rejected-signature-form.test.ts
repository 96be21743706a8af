import { signBoth } from '../library-signer.ts';
import { itRejects } from '../rejections.ts';
import { inResponseSignature, makeXml, type Edit } from '../sign-in.ts';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

describe('a signature that departs from the form of SAML', () => {
  const twice =
    (element: RegExp): Edit =>
    (xml) =>
      xml.replace(element, '$&$&');
  itRejects([
    {
      name: 'two signatures of one element',
      from: { signedResponse: twice(/<ds:Signature [\s\S]*?<\/ds:Signature>/) },
      fails: ['sig.response.present'],
    },
    {
      name: 'two SignedInfo',
      from: { signedResponse: twice(/<ds:SignedInfo>[\s\S]*?<\/ds:SignedInfo>/) },
      fails: ['sig.response.form'],
    },
    {
      name: 'two references',
      from: { signedResponse: twice(/<ds:Reference [\s\S]*?<\/ds:Reference>/) },
      fails: ['sig.response.form'],
    },
    {
      name: 'ten thousand characters of transforms',
      from: inResponseSignature(
        '<ds:Transforms>',
        `<ds:Transforms>${`<ds:Transform Algorithm="${EXCLUSIVE_C14N}"/>`.repeat(150)}`,
      ),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference to the whole document',
      from: inResponseSignature(/URI="[^"]*"/, 'URI=""'),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference to another element',
      from: inResponseSignature(/URI="[^"]*"/, 'URI="#_other"'),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference to a web page',
      from: inResponseSignature(/URI="[^"]*"/, 'URI="https://evil.example/"'),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference by XPointer',
      from: inResponseSignature(/URI="#([^"]*)"/, 'URI="#xpointer(/)"'),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference without a URI',
      from: inResponseSignature(/ URI="[^"]*"/, ''),
      fails: ['sig.response.form'],
    },
    {
      name: 'a reference that breaks out of an XPath',
      from: inResponseSignature(/URI="[^"]*"/, `URI="#'] | //*['"`),
      fails: ['sig.response.form'],
    },
    {
      name: 'an XSLT transform',
      from: inResponseSignature(`${DSIG}enveloped-signature`, 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
      fails: ['sig.response.form'],
    },
    {
      name: 'an XPath filter',
      from: inResponseSignature(/<ec:InclusiveNamespaces[^>]*>/, '<ds:XPath>not(self::*)</ds:XPath>'),
      fails: ['saml.noStray', 'sig.response.form'],
    },
    {
      name: 'no transforms',
      from: inResponseSignature(/<ds:Transforms>[\s\S]*?<\/ds:Transforms>/, ''),
      fails: ['sig.response.form'],
    },
    {
      name: 'canonicalization that keeps comments',
      from: inResponseSignature(
        `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"`,
        `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}WithComments"`,
      ),
      fails: ['sig.response.form'],
    },
    {
      name: 'canonicalization that nobody knows',
      from: inResponseSignature(
        `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"`,
        '<ds:CanonicalizationMethod Algorithm="urn:void"',
      ),
      fails: ['sig.response.form'],
    },
    {
      name: 'an Object',
      from: inResponseSignature('</ds:KeyInfo>', '</ds:KeyInfo><ds:Object>x</ds:Object>'),
      fails: ['saml.noStray', 'sig.response.form'],
    },
    {
      name: 'a key at another place',
      from: inResponseSignature('<ds:X509Data>', '<ds:RetrievalMethod URI="https://evil.example/key"/><ds:X509Data>'),
      fails: ['saml.noStray', 'sig.response.form'],
    },
    {
      name: 'a foreign attribute that hides the algorithm',
      from: inResponseSignature('<ds:DigestMethod ', '<ds:DigestMethod xmlns:e="urn:e" e:Algorithm="urn:none" '),
      fails: ['sig.response.form'],
    },
    {
      name: 'a truncated HMAC by parameter',
      from: inResponseSignature(
        /(<ds:SignatureMethod [^>]*)\/>/,
        '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
      ),
      fails: ['saml.noStray', 'sig.response.form'],
    },
    {
      name: 'a signature that does not stand behind the issuer',
      from: {
        xml: signBoth(unsigned).replace(
          /(<ds:Signature [\s\S]*?<\/ds:Signature>)(<samlp:Status>.*?<\/samlp:Status>)/,
          '$2$1',
        ),
      },
      fails: ['saml.noStray', 'sig.response.form'],
    },
  ]);
});

describe('a signature with an algorithm that is not accepted', () => {
  const signatureMethod = (algorithm: string) => inResponseSignature(`${MORE}rsa-sha256`, algorithm);
  itRejects([
    ...[
      `${DSIG}hmac-sha1`,
      `${MORE}hmac-sha256`,
      `${DSIG}dsa-sha1`,
      `${MORE}rsa-md5`,
      `${MORE}ecdsa-sha256`,
      `${MORE}rsa-sha384`,
      'urn:unknown',
      'constructor',
      '',
    ].map((algorithm) => ({
      name: `signature method "${algorithm}"`,
      from: signatureMethod(algorithm),
      fails: ['sig.response.alg' as const],
    })),
    {
      name: 'a digest by MD5',
      from: inResponseSignature('http://www.w3.org/2001/04/xmlenc#sha256', `${MORE}md5`),
      fails: ['sig.response.alg'],
    },
  ]);
});
