import { expect } from 'chai';
import { checkResponse } from '../../plugin/saml/check-response.ts';
import type { CheckId } from '../../plugin/saml/report/check-table.ts';
import type { Expected } from '../../plugin/saml/report/expectations.ts';
import { makeCertificate, reuseKeyPairs } from '../org/certificate/certificate.ts';
import { signBoth, type LibrarySigning } from './library-signer.ts';
import { key, otherKey } from './keys.ts';
import {
  expected,
  makeXml,
  now,
  organizationId,
  replace,
  signIn,
  toBase64,
  withStatus,
  type Edit,
  type Making,
} from './sign-in.ts';

type Acceptance = {
  name: string;
  from: Making | { xml: string } | { field: string };
  expecting?: Partial<Expected>;
  /** Checks that must warn; none unless given. */
  warns?: CheckId[];
};

function itAccepts(acceptances: Acceptance[]): void {
  for (const { name, from, expecting, warns = [] } of acceptances) {
    it(`${name}: passes${warns.length > 0 ? ` and warns ${warns.join(', ')}` : ''}`, () => {
      const report = checkResponse(fieldOf(from), { ...expected, ...expecting });
      expect(withStatus(report, 'fail')).to.deep.equal([]);
      expect(withStatus(report, 'warn')).to.deep.equal(warns);
      expect(withStatus(report, 'skip')).to.deep.equal([]);
      expect(report.ok).to.equal(true);
    });
  }
}

function fieldOf(from: Acceptance['from']): string {
  if ('field' in from) {
    return from.field;
  }
  return toBase64('xml' in from ? from.xml : makeXml(from));
}

const xml = makeXml();
const body = xml.replace(/^<\?xml[^>]*>/, '');
const unsigned = makeXml({ signatures: 'none' }).replace(/^<\?xml[^>]*>/, '');
const bySomeLibrary = (edit: Edit, signing?: LibrarySigning): { xml: string } => ({
  xml: signBoth(edit(unsigned), signing),
});
const asItIs: Edit = (text) => text;
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);
const manyAttributes = Array.from({ length: 300 }, (_, index) => ({ name: `a${index}`, value: 'x' }));

describe('a good response', () => {
  itAccepts([
    { name: 'started at the service provider', from: {} },
    {
      name: 'started at the identity provider',
      from: { content: { inResponseTo: undefined } },
      expecting: { requestId: undefined },
    },
    { name: 'without certificates inside', from: { signing: { keyInfo: 'none' } } },
    { name: 'for any user', from: {}, expecting: { username: undefined } },
    { name: 'for another role', from: { assertion: replace('>agent<', '>manager<') }, expecting: { role: 'manager' } },
    { name: 'of an unknown organization', from: {}, expecting: { orgId: undefined } },
    { name: 'with 300 attributes more', from: { content: { attributes: [...signIn.attributes, ...manyAttributes] } } },
    {
      name: 'with a second audience',
      from: {
        assertion: replace('<saml:Audience>', '<saml:Audience>https://other.example</saml:Audience><saml:Audience>'),
      },
    },
    {
      name: 'with two audience restrictions that both fit',
      from: { assertion: (text) => text.replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '$&$&') },
    },
    {
      name: 'to be used once',
      from: { assertion: replace('</saml:Conditions>', '<saml:OneTimeUse></saml:OneTimeUse></saml:Conditions>') },
    },
    { name: 'with a NameID without a format', from: { assertion: replace(/<saml:NameID [^>]*>/, '<saml:NameID>') } },
    {
      name: 'with a session that lasts',
      from: {
        assertion: replace(
          /(?<=AuthnInstant="[^"]*")/,
          ' SessionIndex="_s" SessionNotOnOrAfter="2026-11-24T14:00:00Z"',
        ),
      },
    },
    {
      name: 'with attributes before the authentication',
      from: {
        assertion: (text) =>
          text.replace(/(<saml:AuthnStatement .*<\/saml:AuthnStatement>)(.*)(<\/saml:Assertion>)/, '$2$1$3'),
      },
    },
  ]);
});

describe('a good response in an unusual form', () => {
  itAccepts([
    { name: 'without an XML declaration', from: { xml: body } },
    {
      name: 'with a declaration in single quotes',
      from: { xml: `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n${body}\n` },
    },
    { name: 'with a byte order mark', from: { xml: `\uFEFF${xml}` } },
    { name: 'in lines of Base64', from: { field: toBase64(xml).replace(/.{76}/g, '$&\r\n') } },
    { name: 'signed by a library', from: bySomeLibrary(asItIs) },
    { name: 'with line breaks between all elements', from: bySomeLibrary((text) => text.replace(/></g, '>\n\t <')) },
    {
      name: 'with line ends of Windows',
      from: { xml: signBoth(unsigned.replace(/></g, '>\n<')).replace(/\n/g, '\r\n') },
    },
    {
      name: 'with other prefixes',
      from: bySomeLibrary((text) => text.replace(/saml:/g, 'saml2:').replace(/xmlns:saml=/g, 'xmlns:saml2=')),
    },
    {
      name: 'with the protocol as default namespace',
      from: bySomeLibrary((text) => text.replace(/samlp:/g, '').replace('xmlns:samlp', 'xmlns')),
    },
    {
      name: 'with namespaces that nobody uses',
      from: bySomeLibrary(replace(' ID=', ' xmlns:e="urn:e" xmlns:f="https://f.example/" ID=')),
    },
    {
      name: 'with line and paragraph separators, a next-line character and an emoji',
      from: bySomeLibrary(replace('0055e000001AbCd', 'a\u2028b\u2029c\u0085d\u{1F600}')),
    },
    {
      name: 'with references to characters',
      from: bySomeLibrary(replace('0055e000001AbCd', '&#x41;&#10;&#9;&lt;&amp;&gt;&quot;&apos;]&#93;&gt;')),
    },
    {
      name: 'with white space in an attribute',
      from: bySomeLibrary(replace('Name="userId"', 'Name="user&#10;&#9;Id \t\n x"')),
    },
  ]);
});

describe('a good response written anew in a way that leaves its canonical form as it was', () => {
  const rewritten = (edit: Edit): Acceptance['from'] => ({ signedResponse: edit });
  itAccepts([
    { name: 'attributes in single quotes', from: rewritten((text) => text.replace(/="([^"']*)"/g, "='$1'")) },
    {
      name: 'white space around equals signs',
      from: rewritten((text) => text.replace(/ (ID|Name|Format)="/g, '\n\t$1 = "')),
    },
    { name: 'white space at the end of tags', from: rewritten((text) => text.replace(/(?<=[a-z"])>/g, '\n >')) },
    {
      name: 'empty tags opened',
      from: rewritten((text) => text.replace(/<([\w:]+)((?: [^<>]*)?)\/>/g, '<$1$2></$1>')),
    },
    { name: 'letters as references', from: rewritten(replace('>agent<', '>&#97;&#x67;&#x0065;nt<')) },
    {
      name: 'attributes in another order',
      from: rewritten((text) => text.replace(/(<samlp:Response .*?)( Destination="[^"]*")( ID="[^"]*")/, '$1$3$2')),
    },
    { name: 'a namespace declared that nobody uses', from: rewritten(replace(' ID=', ' xmlns:e="urn:e" ID=')) },
    {
      name: 'a namespace declared once more',
      from: rewritten(replace('<samlp:Status>', '<samlp:Status xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">')),
    },
  ]);
});

describe('a good response with other algorithms', () => {
  const more = 'http://www.w3.org/2001/04/xmldsig-more#';
  const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
  itAccepts([
    {
      name: 'RSA with SHA-512',
      from: bySomeLibrary(asItIs, {
        signatureAlgorithm: `${more}rsa-sha512`,
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512',
      }),
    },
    {
      name: 'RSA-PSS',
      from: bySomeLibrary(asItIs, { signatureAlgorithm: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' }),
    },
    {
      name: 'inclusive canonicalization of SignedInfo',
      from: bySomeLibrary(asItIs, { canonicalizationAlgorithm: inclusive }),
    },
    {
      name: 'the enveloped signature as the only transform',
      from: bySomeLibrary(asItIs, { transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature'] }),
    },
  ]);
});

describe('a response that is good for now', () => {
  const window = ['ass.conditionTime'] as const;
  itAccepts([
    {
      name: 'signed with SHA-1',
      from: { signing: { algorithm: 'sha1' } },
      warns: ['sig.response.alg', 'sig.assertion.alg'],
    },
    { name: 'from a clock 100 seconds ahead', from: { content: { issued: seconds(100) } }, warns: [...window] },
    {
      name: 'from a clock 209 seconds ahead, one before the end of the allowance',
      from: { content: { issued: seconds(209) }, assertion: replace(/(?<=AuthnInstant=")[^"]*/, now.toISOString()) },
      warns: [...window],
    },
    { name: 'at the very end', from: { content: { issued: seconds(-300) } }, warns: ['ass.subjectTime', ...window] },
    {
      name: 'with conditions without an end',
      from: { assertion: replace(/(?<=Conditions NotBefore="[^"]*") NotOnOrAfter="[^"]*"/, '') },
      warns: [...window],
    },
    {
      name: 'with a certificate that ends in 29 days',
      from: { content: { issued: new Date('2027-10-02T12:00:00Z') } },
      expecting: { now: new Date('2027-10-02T12:00:00Z') },
      warns: ['cert.validity'],
    },
    {
      name: 'with the certificate of another organization',
      from: {},
      expecting: { orgId: '00D5e0000000XyZ' },
      warns: ['cert.org'],
    },
  ]);
});

describe('a response while a new certificate is being introduced', () => {
  itAccepts([
    {
      name: 'signed with the first',
      from: {},
      expecting: { certificates: [key.certificatePem, otherKey.certificatePem] },
    },
    {
      name: 'signed with the second',
      from: {},
      expecting: { certificates: [otherKey.certificatePem, key.certificatePem] },
    },
  ]);

  it('takes the certificate that the signature names, of two that were made for one key', () => {
    const startAgain = reuseKeyPairs(2);
    const [old, , renewed] = ['2024-01-01', '2024-01-01', '2026-11-01'].map((day) =>
      makeCertificate({ commonName: 'SalesforceSSO', organizationId, keySize: 2048, created: new Date(day) }),
    );
    startAgain();
    const field = toBase64(makeXml({ signing: { key: renewed! } }));
    const certificates = [old!.certificatePem, renewed!.certificatePem];
    for (const order of [certificates, [...certificates].reverse()]) {
      expect(withStatus(checkResponse(field, { ...expected, certificates: order }), 'fail')).to.deep.equal([]);
    }
  });

  it('fails the certificate inside when it is the other trusted one', () => {
    const field = toBase64(makeXml({ signing: { key: { ...key, certificatePem: otherKey.certificatePem } } }));
    const report = checkResponse(field, { ...expected, certificates: [key.certificatePem, otherKey.certificatePem] });
    expect(withStatus(report, 'fail')).to.deep.equal(['sig.response.cert', 'sig.assertion.cert']);
  });
});
