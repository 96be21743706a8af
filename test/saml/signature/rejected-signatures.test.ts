import { key, otherKey, weakKey, ellipticCurveCertificate } from '../keys.ts';
import { inResponseSignature, replace, type Edit } from '../sign-in.ts';
import { itRejects } from '../rejections.ts';

/** Takes the first signature out. */
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
      from: {
        signedResponse: (xml) =>
          xml.replace(/(<saml:Assertion[\s\S]*?<\/saml:Issuer>)<ds:Signature [\s\S]*?<\/ds:Signature>/, '$1'),
      },
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
      fails: ['cert.parse', 'claims.source'],
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
      name: 'a digest of another length',
      from: inResponseSignature(/(?<=<ds:DigestValue>)[^<]*/, 'AAAA'),
      fails: ['sig.response.digest'],
    },
    {
      name: 'a digest with foreign characters',
      from: inResponseSignature(/(?<=<ds:DigestValue>)/, '*'),
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
      name: 'with a key of 1024 bits',
      from: { signing: { key: weakKey } },
      expecting: { certificates: [weakKey.certificatePem] },
      fails: ['cert.key'],
    },
    {
      name: 'with a key of an elliptic curve',
      from: { signing: { keyInfo: 'none' } },
      expecting: { certificates: [ellipticCurveCertificate] },
      fails: ['cert.key', 'claims.source'],
    },
  ]);
});
