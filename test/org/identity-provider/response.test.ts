import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { SignedXml } from 'xml-crypto';
import { makeCertificate } from '../certificate/certificate.ts';
import { writeResponse, type ResponseSwitches, type SignIn } from './response.ts';

const created = new Date('2026-11-01T09:00:00Z');
const organizationId = '00D5e0000000AbC';
const key = makeCertificate({ commonName: 'SalesforceSSO', organizationId, keySize: 2048, created });
const otherKey = makeCertificate({ commonName: 'Other', organizationId, keySize: 2048, created });

const signIn: SignIn = {
  issuer: 'https://example.my.salesforce.com',
  acsUrl: 'https://iam.twilio.com/v2/saml2/authenticate/JB0123456789abcdef0123456789abcdef',
  entityId: 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef',
  nameId: 'ada@example.com',
  attributes: [
    { name: 'userId', value: '0055e000001AbCd' },
    { name: 'roles', value: 'agent' },
  ],
  inResponseTo: '_request',
  now: new Date('2026-11-24T12:00:00Z'),
  key,
};

/** Verifies every signature of a document with a library that did not write it. */
function verified(xml: string, certificatePem: string): boolean[] {
  const signatures = Array.from(new DOMParser().parseFromString(xml, 'text/xml').getElementsByTagName('ds:Signature'));
  return signatures.map((signature) => {
    const library = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
    library.loadSignature(signature);
    try {
      return library.checkSignature(xml);
    } catch {
      return false;
    }
  });
}

describe('a response of the test identity provider', () => {
  it('has the form of Salesforce to the last character, but for what is made anew each time', () => {
    const { xml, responseId, assertionId } = writeResponse(signIn);
    const masked = xml
      .replaceAll(responseId, 'RESPONSE')
      .replaceAll(assertionId, 'ASSERTION')
      .replace(
        /(?<=<ds:(?:DigestValue|X509Certificate|SignatureValue)>\n?)[A-Za-z0-9+/=][A-Za-z0-9+/=\n]*(?=\n?<)/g,
        (value) => (value.endsWith('\n') ? 'BASE64\n' : 'BASE64'),
      );
    expect(`${masked}\n`).to.equal(readFileSync(new URL('response-form.xml', import.meta.url), 'utf8'));
  });

  it('has new IDs each time: an underscore, 32 hexadecimal digits, 13 digits of time', () => {
    const ids = [writeResponse(signIn), writeResponse(signIn)].flatMap(({ responseId, assertionId }) => [
      responseId,
      assertionId,
    ]);
    expect(new Set(ids).size).to.equal(4);
    for (const id of ids) {
      expect(id).to.match(/^_[0-9a-f]{32}1795521600000$/);
    }
  });

  it('is the Base64 of its XML in the form field', () => {
    const { xml, samlResponse } = writeResponse(signIn);
    expect(Buffer.from(samlResponse, 'base64').toString()).to.equal(xml);
  });

  it('keeps Base64 in lines of at most 76 characters', () => {
    const lines = writeResponse(signIn)
      .xml.split('\n')
      .filter((line) => /^[A-Za-z0-9+/=]+$/.test(line));
    expect(Math.max(...lines.map(({ length }) => length))).to.equal(76);
  });

  it('escapes what users and administrators write', () => {
    const odd = `<&>"'\t\r\n ]]> &#13; \u2028 \u{1F600}`;
    const { xml } = writeResponse({ ...signIn, nameId: odd, acsUrl: odd, attributes: [{ name: odd, value: odd }] });
    const parsed = new DOMParser().parseFromString(xml.replace(/\u2028/g, '&#x2028;'), 'text/xml');
    const attribute = parsed.getElementsByTagName('saml:Attribute')[0];
    expect(attribute?.getAttribute('Name')).to.equal(odd);
    expect(attribute?.textContent).to.equal(odd);
    expect(parsed.documentElement.getAttribute('Destination')).to.equal(odd);
  });

  it('writes a carriage return as a decimal reference, in text and in an attribute', () => {
    const { xml } = writeResponse({ ...signIn, attributes: [{ name: 'a\rb', value: '1 Main St\r\nSuite 5' }] });
    expect(xml).to.contain(' Name="a&#13;b" ').and.contain('>1 Main St&#13;\nSuite 5<').and.not.contain('\r');
  });

  it('takes the time anew for each thing that it writes, some milliseconds later', () => {
    const { xml } = writeResponse({ ...signIn, now: new Date('2026-11-24T12:00:00.635Z') });
    const times = [...xml.matchAll(/ (\w+)="2026-11-24T([0-9:.]+)Z"/g)].map(([, name, time]) => `${name} ${time}`);
    expect(times).to.deep.equal([
      'IssueInstant 12:00:00.635',
      'IssueInstant 12:00:00.636',
      'NotOnOrAfter 12:05:00.643',
      'NotBefore 11:59:30.643',
      'NotOnOrAfter 12:05:00.643',
      'AuthnInstant 12:00:00.637',
    ]);
  });
});

describe('the signatures of the test identity provider', () => {
  const cases: Array<{ name: string; switches: ResponseSwitches; certificatePem?: string; verified: boolean[] }> = [
    { name: 'both hold by default', switches: {}, verified: [true, true] },
    { name: 'both hold with SHA-1', switches: { signingAlgorithm: 'sha1' }, verified: [true, true] },
    { name: 'both hold without a certificate inside', switches: { keyInfo: 'none' }, verified: [true, true] },
    { name: 'one stands when only the Response is signed', switches: { signatures: 'response' }, verified: [true] },
    { name: 'one stands when only the Assertion is signed', switches: { signatures: 'assertion' }, verified: [true] },
    { name: 'none stands when nothing is signed', switches: { signatures: 'none' }, verified: [] },
    { name: 'none holds when another key signs', switches: { signingKey: otherKey }, verified: [false, false] },
    {
      name: 'both hold for the key that signed',
      switches: { signingKey: otherKey, certificateInside: key.certificatePem },
      certificatePem: otherKey.certificatePem,
      verified: [true, true],
    },
  ];
  for (const { name, switches, certificatePem = key.certificatePem, verified: expected } of cases) {
    it(name, () => {
      expect(verified(writeResponse(signIn, switches).xml, certificatePem)).to.deep.equal(expected);
    });
  }

  it('hold over a carriage return in text and in an attribute', () => {
    const { xml } = writeResponse({ ...signIn, attributes: [{ name: 'a\rb', value: 'c\r\nd' }] });
    expect(verified(xml, key.certificatePem)).to.deep.equal([true, true]);
  });

  it('do not hold once a role was changed', () => {
    const { xml } = writeResponse(signIn);
    expect(verified(xml.replace('>agent<', '>admin<'), key.certificatePem)).to.deep.equal([false, false]);
  });
});

describe('the switches of the test identity provider', () => {
  it('shift the clock of every time in the response', () => {
    const { xml } = writeResponse(signIn, { clockShift: -3_600_000 });
    expect(xml.match(/2026-11-24T1[01]:[0-9:.]+Z/g)).to.have.length(6);
    expect(xml).not.to.contain('2026-11-24T12');
  });

  it('write another issuer in both elements', () => {
    const { xml } = writeResponse(signIn, { issuer: 'https://other.example' });
    expect(xml.match(/>https:\/\/other\.example</g)).to.have.length(2);
  });

  it('leave InResponseTo out in both places when the sign-in started at the org', () => {
    expect(writeResponse({ ...signIn, inResponseTo: undefined }).xml).not.to.contain('InResponseTo');
  });

  it('write another format of the NameID', () => {
    const format = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
    expect(writeResponse(signIn, { nameIdFormat: format }).xml).to.contain(`<saml:NameID Format="${format}">`);
  });
});
