import { expect } from 'chai';
import { checkResponse } from '../../plugin/setup/verify/check-response.ts';
import { makeCertificate, reuseKeyPairs } from '../org/certificate/certificate.ts';
import { key, otherKey } from './keys.ts';
import { GOOD, itAccepts, readResponse } from './responses.ts';
import { expected, makeXml, organizationId, toBase64, withStatus } from './sign-in.ts';

describe('a good response', () => {
  itAccepts('accepted/usual-form', [
    { file: GOOD },
    { file: 'started-at-the-identity-provider', expecting: { requestId: undefined } },
    { file: 'without-certificates-inside' },
    { file: GOOD, when: 'for any user', expecting: { username: undefined } },
    { file: 'for-another-role', expecting: { role: 'manager' } },
    { file: GOOD, when: 'of an unknown organization', expecting: { orgId: undefined } },
    {
      file: GOOD,
      when: 'signed with the first of two certificates',
      expecting: { certificates: [key.certificatePem, otherKey.certificatePem] },
    },
    {
      file: GOOD,
      when: 'signed with the second of two certificates',
      expecting: { certificates: [otherKey.certificatePem, key.certificatePem] },
    },
    { file: 'with-300-attributes-more' },
    { file: 'with-a-second-audience' },
    { file: 'with-two-audience-restrictions-that-both-fit' },
    { file: 'to-be-used-once' },
    { file: 'with-a-nameid-without-a-format' },
    { file: 'with-a-session-that-lasts' },
    { file: 'with-attributes-before-the-authentication' },
    { file: 'with-a-proxyrestriction' },
    { file: 'with-a-second-bearer-for-another-recipient' },
    { file: 'with-two-bearers-of-which-the-second-is-ours' },
    { file: 'with-two-bearers-of-which-the-first-is-over' },
    { file: 'with-two-bearers-of-which-the-first-has-a-start' },
    { file: 'with-two-bearers-of-which-the-first-answers-another-request' },
    { file: 'with-a-bearer-without-data-beside-ours' },
    { file: 'with-a-sender-that-vouches-beside-a-bearer' },
  ]);
});

describe('a good response in an unusual form', () => {
  itAccepts('accepted/unusual-form', [
    { file: 'without-an-xml-declaration' },
    { file: 'with-a-declaration-in-single-quotes' },
    { file: 'with-a-byte-order-mark' },
    { file: 'signed-by-a-library' },
    { file: 'with-line-breaks-between-all-elements' },
    { file: 'with-line-ends-of-windows' },
    { file: 'with-other-prefixes' },
    { file: 'with-the-protocol-as-default-namespace' },
    { file: 'with-namespaces-that-nobody-uses' },
    { file: 'with-line-and-paragraph-separators-a-next-line-character-and-an-emoji' },
    { file: 'with-references-to-characters' },
    { file: 'with-white-space-in-an-attribute' },
    { file: 'with-all-attributes-that-the-schema-knows' },
    { file: 'with-values-of-many-types' },
    { file: 'with-a-hint-where-the-schema-lies' },
    { file: 'with-a-prefix-of-the-list-declared-again-on-the-assertion' },
    { file: 'with-an-empty-prefix-list' },
    { file: 'with-odd-white-space-in-a-prefix-list' },
    { file: 'with-the-default-namespace-in-a-prefix-list' },
    { file: 'with-prefixes-of-mixed-case' },
    { file: 'with-prefixes-that-every-object-has' },
    { file: 'with-the-prefixes-saml2-and-saml2p-and-no-prefix-list' },
    { file: 'with-carriage-returns-in-an-attribute' },
    { file: 'with-carriage-returns-in-the-values-of-the-signatures' },
  ]);

  it('good.xml in lines of Base64: passes as it does in one line', () => {
    const field = readResponse('.', 'good');
    const inLines = field.replace(/.{76}/g, '$&\r\n');
    expect(checkResponse(inLines, expected)).to.deep.equal(checkResponse(field, expected));
  });
});

describe('a good response that was rewritten without a change to its canonical form', () => {
  itAccepts('accepted/same-canonical-form', [
    { file: 'attributes-in-single-quotes' },
    { file: 'white-space-around-equals-signs' },
    { file: 'white-space-at-the-end-of-tags' },
    { file: 'white-space-at-the-end-of-the-last-of-several-end-tags' },
    { file: 'empty-tags-opened' },
    { file: 'letters-as-references' },
    { file: 'attributes-in-another-order' },
    { file: 'a-namespace-declared-that-nobody-uses' },
    { file: 'a-namespace-declared-once-more' },
  ]);
});

describe('a good response with other algorithms', () => {
  itAccepts('accepted/other-algorithms', [
    { file: 'rsa-with-sha-384' },
    { file: 'rsa-with-sha-384-over-digests-by-sha-256' },
    { file: 'rsa-with-sha-512' },
    { file: 'rsa-pss' },
    { file: 'rsa-pss-with-sha-384' },
    { file: 'rsa-pss-with-sha-512' },
    { file: 'exclusive-canonicalization-with-comments' },
    { file: 'inclusive-canonicalization-of-signedinfo' },
    { file: 'inclusive-canonicalization-of-signedinfo-and-content' },
    { file: 'inclusive-canonicalization-with-comments' },
    { file: 'the-enveloped-signature-as-the-only-transform' },
  ]);
});

describe('a good response that carries its key', () => {
  itAccepts('accepted/key-info', [
    { file: 'with-the-certificate-twice' },
    { file: 'with-the-key-alone' },
    { file: 'with-the-key-beside-the-certificate' },
    { file: 'with-the-key-written-with-a-leading-zero' },
  ]);
});

describe('a response that is good only for a time', () => {
  itAccepts('accepted/with-warnings', [
    {
      file: 'signed-with-sha-1',
      warns: { 'sig.response.alg': 'rsa-sha1 / sha1', 'sig.assertion.alg': 'rsa-sha1 / sha1' },
    },
    {
      file: 'from-a-clock-100-seconds-ahead',
      warns: { 'ass.conditionTime': 'from 2026-11-24T12:01:10.000Z to 2026-11-24T12:06:40.000Z' },
    },
    {
      file: 'from-a-clock-209-seconds-ahead-one-before-the-end-of-the-allowance',
      warns: { 'ass.conditionTime': 'from 2026-11-24T12:02:59.000Z to 2026-11-24T12:08:29.000Z' },
    },
    {
      file: 'at-the-very-end',
      warns: {
        'ass.subjectTime': 'from any time to 2026-11-24T12:00:00.000Z',
        'ass.conditionTime': 'from 2026-11-24T11:54:30.000Z to 2026-11-24T12:00:00.000Z',
      },
    },
    {
      file: 'with-conditions-without-an-end',
      warns: { 'ass.conditionTime': 'from 2026-11-24T11:59:30.000Z to any time' },
    },
    {
      file: 'with-a-certificate-that-ends-in-29-days',
      expecting: { now: new Date('2027-10-02T12:00:00Z') },
      warns: { 'cert.validity': 'from 2026-11-01T09:00:00.000Z to 2027-11-01T00:00:00.000Z, 29 days left' },
    },
    {
      file: GOOD,
      when: 'with the certificate of another organization',
      expecting: { orgId: '00D5e0000000XyZ' },
      warns: { 'cert.org': '00D5e0000000AbC' },
    },
  ]);
});

describe('a response while a new certificate is being introduced', () => {
  it('takes the certificate that the signature names, if two were made for one key', () => {
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

  it('fails a certificate inside the response that is the other trusted one', () => {
    const file = 'the-expected-key-with-somebody-elses-certificate-inside';
    const field = readResponse('signature/by-another-key', file);
    const report = checkResponse(field, { ...expected, certificates: [key.certificatePem, otherKey.certificatePem] });
    expect(withStatus(report, 'fail')).to.deep.equal(['sig.response.cert', 'sig.assertion.cert']);
  });
});
