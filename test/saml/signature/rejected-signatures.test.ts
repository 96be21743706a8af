import { ellipticCurveCertificate, key, weakKey } from '../keys.ts';
import { GOOD, itRejects } from '../responses.ts';

const OTHER_CERTIFICATE =
  'SelfSignedCert_01Jan2026_000000, SHA-256 96:A2:05:E2:6E:CB:E2:8C:3A:17:DC:A4:DC:D3:88:F2:6E:CA:22:11:1D:CC:AA:89:EA:98:0E:71:90:BE:FA:30';

describe('a response without the signatures it needs', () => {
  itRejects('signature/missing', [
    {
      file: 'neither-element-signed',
      fails: { 'sig.response.present': '0', 'sig.assertion.present': '0', 'claims.source': 'none' },
    },
    { file: 'only-the-response-signed', fails: { 'sig.assertion.present': '0' } },
    { file: 'only-the-assertion-signed', fails: { 'sig.response.present': '0' } },
    { file: 'the-responses-signature-removed', fails: { 'sig.response.present': '0' } },
    {
      file: 'the-assertions-signature-removed-after-the-response-was-signed',
      fails: {
        'sig.response.digest': 'zSFh7qeBvcWihQdBhGkkAdQ9qJSXk17x2Qs2Z6F/4w4=',
        'sig.assertion.present': '0',
        'claims.source': 'none',
      },
    },
  ]);
});

describe('a response signed with another key or certificate', () => {
  itRejects('signature/by-another-key', [
    {
      file: 'both-signed-with-somebody-elses-key-and-certificate',
      fails: {
        'sig.response.value': OTHER_CERTIFICATE,
        'sig.response.cert': OTHER_CERTIFICATE,
        'sig.assertion.value': OTHER_CERTIFICATE,
        'sig.assertion.cert': OTHER_CERTIFICATE,
        'claims.source': 'none',
      },
    },
    {
      file: 'somebody-elses-key-under-the-expected-certificate',
      fails: { 'sig.response.value': 'another key', 'sig.assertion.value': 'another key', 'claims.source': 'none' },
    },
    {
      file: 'somebody-elses-key-and-no-certificate',
      fails: { 'sig.response.value': 'another key', 'sig.assertion.value': 'another key', 'claims.source': 'none' },
    },
    {
      file: 'the-expected-key-with-somebody-elses-certificate-inside',
      fails: { 'sig.response.cert': OTHER_CERTIFICATE, 'sig.assertion.cert': OTHER_CERTIFICATE },
    },
    { file: 'a-certificate-inside-that-is-none', fails: { 'sig.response.cert': 'the certificate cannot be read' } },
    {
      file: 'a-certificate-inside-that-is-not-base64',
      fails: { 'sig.response.form': 'ds:X509Certificate is not Base64', 'sig.response.cert': 'it is not Base64' },
    },
    {
      file: GOOD,
      when: 'with the expected certificate unreadable',
      expecting: { certificates: [key.certificatePem.replace('MII', 'MIJ')] },
      fails: { 'cert.parse': 'the certificate cannot be read', 'claims.source': 'none' },
    },
    {
      file: 'no-certificate-expected',
      expecting: { certificates: [] },
      fails: { 'cert.parse': 'no certificate was given', 'claims.source': 'none' },
    },
    {
      file: GOOD,
      when: 'with a second expected certificate unreadable',
      expecting: { certificates: [key.certificatePem, ''] },
      fails: { 'cert.parse': 'the text is empty' },
    },
  ]);
});

describe('a response that carries another key or more than a certificate', () => {
  itRejects('signature/key-info', [
    {
      file: 'a-certificate-in-base64-once-more',
      fails: {
        'sig.response.cert': 'the certificate is not in DER form',
        'sig.assertion.cert': 'the certificate is not in DER form',
      },
    },
    {
      file: 'a-foreign-certificate-behind-the-certificate',
      fails: {
        'sig.response.cert': 'a certificate that is not in the chain: SelfSignedCert_01Jan2026_000000',
      },
    },
    {
      file: 'a-key-without-its-exponent',
      fails: {
        'saml.schema': 'no ds:Exponent in ds:RSAKeyValue, no ds:Exponent in ds:RSAKeyValue',
        'sig.response.cert': 'a KeyValue that holds no RSA key',
        'sig.assertion.cert': 'a KeyValue that holds no RSA key',
      },
    },
    { file: 'both-keys', fails: { 'sig.response.cert': 'another key', 'sig.assertion.cert': 'another key' } },
    {
      file: 'bytes-behind-the-certificate',
      fails: {
        'sig.response.cert': '4 bytes stand behind the certificate',
        'sig.assertion.cert': '4 bytes stand behind the certificate',
      },
    },
    {
      file: 'more-certificates-than-any-chain-has',
      fails: { 'sig.response.cert': 'more than 5 certificates or keys' },
    },
    {
      file: 'somebody-elses-key-alone',
      fails: { 'sig.response.cert': 'another key', 'sig.assertion.cert': 'another key' },
    },
    {
      file: 'somebody-elses-key-beside-the-certificate',
      fails: {
        'sig.response.cert':
          'SalesforceSSO, SHA-256 C6:9F:B5:31:02:20:0F:1B:4A:78:E6:21:CA:5C:80:A2:8E:D4:D4:6D:03:1C:85:ED:E1:7C:65:D8:F5:C3:F1:83, and another key',
        'sig.assertion.cert':
          'SalesforceSSO, SHA-256 C6:9F:B5:31:02:20:0F:1B:4A:78:E6:21:CA:5C:80:A2:8E:D4:D4:6D:03:1C:85:ED:E1:7C:65:D8:F5:C3:F1:83, and another key',
      },
    },
  ]);
});

describe('a response changed after it was signed', () => {
  itRejects('signature/changed-after-signing', [
    {
      file: 'another-user-in-the-assertion',
      fails: {
        'sig.response.digest': 'H0vY/hvNxowxyY6vcWxsobAxOj1e+gZxKi4mrJm3COc=',
        'sig.assertion.digest': '7mJd6qgcgg68hhj3nPv7HZPmXLKmTFrdp79f0ju7pac=',
        'claims.source': 'none',
        'ass.nameId.value': 'eve@example.com',
      },
    },
    {
      file: 'the-assertion-changed-before-the-response-was-signed',
      fails: { 'sig.assertion.digest': '5jf7EBIUeZ4j/2RzzCqF2KbTrqS9aTDuYcBcwuoRDZQ=', 'ass.roles': '"admin"' },
    },
    {
      file: 'another-destination',
      fails: {
        'sig.response.digest': '1Mjnl0VzrWx0+lf+8YxVKgN0KMjRD3yzwTJGKe8/WOw=',
        'resp.destination': 'https://evil.example/acs',
      },
    },
    {
      file: 'a-blank-between-two-elements',
      fails: { 'sig.response.digest': 'Lwjmi5TpyklT6AofcLFP4xxK2t1GeS1v4PAE6ltmXic=' },
    },
    { file: 'a-line-break-in-signedinfo', fails: { 'sig.response.value': 'another key' } },
    { file: 'another-digest', fails: { 'sig.response.digest': 'jCeSVRQfLtmgEeaKRobG6kS73HMyeT7Wl+3BmB9TtOo=' } },
    {
      file: 'a-digest-of-another-length',
      fails: { 'sig.response.digest': 'jCeSVRQfLtmgEeaKRobG6kS73HMyeT7Wl+3BmB9TtOo=' },
    },
    { file: 'a-digest-with-foreign-characters', fails: { 'sig.response.form': 'ds:DigestValue is not Base64' } },
    { file: 'another-signature-value', fails: { 'sig.response.value': 'another key' } },
    { file: 'a-signature-value-of-another-length', fails: { 'sig.response.value': 'another key' } },
    { file: 'another-canonicalization', fails: { 'sig.response.value': 'another key' } },
    { file: 'another-signature-method', fails: { 'sig.response.value': 'another key' } },
    { file: 'no-signature-value', fails: { 'sig.response.form': 'ds:SignatureValue is empty' } },
    {
      file: 'a-signature-value-with-foreign-characters',
      fails: { 'sig.response.form': 'ds:SignatureValue is not Base64' },
    },
    {
      file: 'a-digest-of-the-assertions-signature',
      fails: { 'sig.assertion.digest': 'Q0UdO/DEqa8XpO5u+DYBBzWdMVWBL6cOgyBexHh3uI0=' },
    },
  ]);
});

describe('an expected certificate that is not fit', () => {
  itRejects('signature/certificate-unfit', [
    {
      file: GOOD,
      when: 'when the expected certificate is over',
      expecting: { now: new Date('2027-11-01T00:00:01Z') },
      fails: {
        'cert.validity': 'from 2026-11-01T09:00:00.000Z to 2027-11-01T00:00:00.000Z, -1 days left',
        'resp.issueInstant': '2026-11-24T12:00:00.000Z, 29505601 s ago by this clock',
        'ass.issueInstant': '2026-11-24T12:00:00.000Z, 29505601 s ago by this clock',
        'ass.subjectTime': 'from any time to 2026-11-24T12:05:00.000Z',
        'ass.conditionTime': 'from 2026-11-24T11:59:30.000Z to 2026-11-24T12:05:00.000Z',
      },
    },
    {
      file: 'not-valid-yet',
      expecting: { now: new Date('2026-10-31T00:00:00Z') },
      fails: { 'cert.validity': 'from 2026-11-01T09:00:00.000Z to 2027-11-01T00:00:00.000Z, 366 days left' },
    },
    {
      file: 'with-a-key-of-1024-bits',
      expecting: { certificates: [weakKey.certificatePem] },
      fails: { 'cert.key': 'rsa with 1024 bits' },
    },
    {
      file: 'with-a-key-of-an-elliptic-curve',
      expecting: { certificates: [ellipticCurveCertificate] },
      fails: { 'cert.key': 'ec', 'claims.source': 'none' },
    },
  ]);
});
