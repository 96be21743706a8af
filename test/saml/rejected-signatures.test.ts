import { itRejects } from './rejections.ts';
import { key, makeXml, otherKey, replace, signIn, type Edit } from './sign-in.ts';
import { signBoth } from './library-signer.ts';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');

/** The Response's signature stands before that of the Assertion, so a plain replacement meets it first. */
const inResponseSignature = (part: string | RegExp, replacement: string) => ({
  signedResponse: replace(part, replacement),
});

/** Takes the whole n-th signature out. */
const withoutSignature: Edit = replace(/<ds:Signature [\s\S]*?<\/ds:Signature>/, '');

describe('a response without the signatures it needs', () => {
  itRejects([
    {
      name: 'neither element signed',
      from: { signatures: 'none' },
      fails: ['sig.response.present', 'sig.assertion.present', 'claims.source'],
    },
    { name: 'only the Response signed', from: { signatures: 'response' }, fails: ['sig.assertion.present'] },
    { name: 'only the Assertion signed', from: { signatures: 'assertion' }, fails: ['sig.response.present'] },
    {
      name: "the Response's signature removed",
      from: { signedResponse: withoutSignature },
      fails: ['sig.response.present'],
    },
    {
      name: "the Assertion's signature removed after the Response was signed",
      from: { signedResponse: (xml) => xml.replace(/(<saml:Assertion[\s\S]*?<\/saml:Issuer>)<ds:Signature [\s\S]*?<\/ds:Signature>/, '$1') },
      fails: ['sig.response.digest', 'sig.assertion.present', 'claims.source'],
    },
  ]);
});

describe('a response signed with another key or certificate', () => {
  itRejects([
    {
      name: "both signed with somebody else's key and certificate",
      from: { signing: { key: otherKey } },
      fails: ['sig.response.value', 'sig.response.cert', 'sig.assertion.value', 'sig.assertion.cert', 'claims.source'],
    },
    {
      name: "somebody else's key under the expected certificate",
      from: { signing: { key: { ...otherKey, certificatePem: key.certificatePem } } },
      fails: ['sig.response.value', 'sig.assertion.value', 'claims.source'],
    },
    {
      name: "somebody else's key and no certificate",
      from: { signing: { key: otherKey, keyInfo: 'none' } },
      fails: ['sig.response.value', 'sig.assertion.value', 'claims.source'],
    },
    {
      name: "the expected key with somebody else's certificate inside",
      from: { signing: { key: { ...key, certificatePem: otherKey.certificatePem } } },
      fails: ['sig.response.cert', 'sig.assertion.cert'],
    },
    {
      name: 'a certificate inside that is none',
      from: inResponseSignature(/(?<=<ds:X509Certificate>)[^<]*/, 'AAAA'),
      fails: ['sig.response.cert'],
    },
    {
      name: 'a certificate inside that is not Base64',
      from: inResponseSignature(/(?<=<ds:X509Certificate>)MII/, 'M*I'),
      fails: ['sig.response.form', 'sig.response.cert'],
    },
    {
      name: 'the expected certificate unreadable',
      from: {},
      expecting: { certificates: [key.certificatePem.replace('MII', 'MIJ')] },
      fails: ['cert.parse', 'sig.response.cert', 'sig.assertion.cert', 'claims.source'],
    },
    {
      name: 'no certificate expected',
      from: { signing: { keyInfo: 'none' } },
      expecting: { certificates: [] },
      fails: ['cert.parse', 'claims.source'],
    },
    {
      name: 'a second expected certificate unreadable',
      from: {},
      expecting: { certificates: [key.certificatePem, ''] },
      fails: ['cert.parse'],
    },
  ]);
});

describe('a response changed after it was signed', () => {
  itRejects([
    {
      name: 'another user in the Assertion',
      from: { signedResponse: replace('>ada@example.com<', '>eve@example.com<') },
      fails: ['sig.response.digest', 'sig.assertion.digest', 'claims.source', 'ass.nameId.value'],
    },
    {
      name: 'the Assertion changed before the Response was signed',
      from: { signedAssertion: replace('>agent<', '>admin<') },
      fails: ['sig.assertion.digest', 'ass.roles'],
    },
    {
      name: 'another destination',
      from: { signedResponse: replace(/Destination="[^"]*"/, 'Destination="https://evil.example/acs"') },
      fails: ['sig.response.digest', 'resp.destination'],
    },
    {
      name: 'a blank between two elements',
      from: { signedResponse: replace('</samlp:Status>', '</samlp:Status> ') },
      fails: ['sig.response.digest'],
    },
    {
      name: 'a line break in SignedInfo',
      from: inResponseSignature('<ds:Reference ', '\n<ds:Reference '),
      fails: ['sig.response.value'],
    },
    {
      name: 'another digest',
      from: inResponseSignature(/(?<=<ds:DigestValue>)[^<]*/, Buffer.alloc(32, 7).toString('base64')),
      fails: ['sig.response.digest'],
    },
    {
      name: 'a digest of the wrong length',
      from: inResponseSignature(/(?<=<ds:DigestValue>)[^<]*/, 'AAAA'),
      fails: ['sig.response.form'],
    },
    {
      name: 'another signature value',
      from: inResponseSignature(/(?<=<ds:SignatureValue>)[^<]*/, Buffer.alloc(256, 7).toString('base64')),
      fails: ['sig.response.value'],
    },
    {
      name: 'a signature value of another length',
      from: inResponseSignature(/(?<=<ds:SignatureValue>)[^<]*/, 'AAAA'),
      fails: ['sig.response.value'],
    },
    {
      name: 'no signature value',
      from: inResponseSignature(/(?<=<ds:SignatureValue>)[^<]*/, ''),
      fails: ['sig.response.form'],
    },
    {
      name: 'a signature value with foreign characters',
      from: inResponseSignature(/(?<=<ds:SignatureValue>)\n/, '\n*'),
      fails: ['sig.response.form'],
    },
    {
      name: "a digest of the Assertion's signature",
      from: { signedAssertion: replace(/(?<=<ds:DigestValue>)[^<]*/, Buffer.alloc(32, 7).toString('base64')) },
      fails: ['sig.assertion.digest'],
    },
  ]);
});

describe('a signature that departs from the form of SAML', () => {
  const repeat = (xml: string, element: RegExp): string => xml.replace(element, '$&$&');
  itRejects([
    {
      name: 'two signatures of one element',
      from: { signedResponse: (xml) => repeat(xml, /<ds:Signature [\s\S]*?<\/ds:Signature>/) },
      fails: ['sig.response.present'],
    },
    {
      name: 'two SignedInfo',
      from: { signedResponse: (xml) => repeat(xml, /<ds:SignedInfo>[\s\S]*?<\/ds:SignedInfo>/) },
      fails: ['sig.response.form'],
    },
    {
      name: 'two references',
      from: { signedResponse: (xml) => repeat(xml, /<ds:Reference [\s\S]*?<\/ds:Reference>/) },
      fails: ['sig.response.form'],
    },
    {
      name: 'ten thousand characters of transforms',
      from: inResponseSignature('<ds:Transforms>', `<ds:Transforms>${`<ds:Transform Algorithm="${EXCLUSIVE_C14N}"/>`.repeat(150)}`),
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
      from: inResponseSignature(`<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"`, `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}WithComments"`),
      fails: ['sig.response.form'],
    },
    {
      name: 'canonicalization that nobody knows',
      from: inResponseSignature(`<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"`, '<ds:CanonicalizationMethod Algorithm="urn:void"'),
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
      from: inResponseSignature(/(<ds:SignatureMethod [^>]*)\/>/, '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>'),
      fails: ['saml.noStray', 'sig.response.form'],
    },
    {
      name: 'a signature that does not stand behind the issuer',
      from: {
        xml: signBoth(unsigned).replace(/(<ds:Signature [\s\S]*?<\/ds:Signature>)(<samlp:Status>.*?<\/samlp:Status>)/, '$2$1'),
      },
      fails: ['saml.noStray', 'sig.response.form'],
    },
  ]);
});

describe('a signature with an algorithm that is not accepted', () => {
  const signatureMethod = (algorithm: string) => inResponseSignature(`${MORE}rsa-sha256`, algorithm);
  itRejects([
    ...[`${DSIG}hmac-sha1`, `${MORE}hmac-sha256`, `${DSIG}dsa-sha1`, `${MORE}rsa-md5`, `${MORE}ecdsa-sha256`, `${MORE}rsa-sha384`, 'urn:unknown', 'constructor', ''].map(
      (algorithm) => ({
        name: `signature method "${algorithm}"`,
        from: signatureMethod(algorithm),
        fails: ['sig.response.alg' as const],
      }),
    ),
    {
      name: 'a digest by MD5',
      from: inResponseSignature('http://www.w3.org/2001/04/xmlenc#sha256', `${MORE}md5`),
      fails: ['sig.response.alg'],
    },
  ]);
});

describe('an expected certificate that is not fit', () => {
  itRejects([
    {
      name: 'over',
      from: {},
      expecting: { now: new Date('2027-11-01T00:00:01Z') },
      fails: ['cert.validity', 'resp.issueInstant', 'ass.subjectTime', 'ass.conditionTime'],
    },
    {
      name: 'not valid yet',
      from: { content: { issued: new Date('2026-10-31T00:00:00Z') } },
      expecting: { now: new Date('2026-10-31T00:00:00Z') },
      fails: ['cert.validity'],
    },
    {
      name: 'of an elliptic curve',
      from: { signing: { keyInfo: 'none' } },
      expecting: { certificates: [/* filled below */ signIn.key.certificatePem].slice(1) },
      fails: ['cert.parse', 'claims.source'],
    },
  ]);
});
