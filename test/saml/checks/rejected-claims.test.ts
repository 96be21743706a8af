import { GOOD, itRejects } from '../responses.ts';

/** Every response here is correctly signed, but what it says is wrong. */
describe('a response from or for somebody else', () => {
  itRejects('checks/issuer-and-audience', [
    {
      file: 'another-issuer',
      fails: { 'resp.issuer': 'https://other.my.salesforce.com', 'ass.issuer': 'https://other.my.salesforce.com' },
    },
    {
      file: 'an-issuer-with-a-slash-at-its-end',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com/',
        'ass.issuer': 'https://example.my.salesforce.com/',
      },
    },
    {
      file: 'an-issuer-with-blanks-around-it',
      fails: {
        'resp.issuer': ' https://example.my.salesforce.com ',
        'ass.issuer': ' https://example.my.salesforce.com ',
      },
    },
    { file: 'another-issuer-of-the-assertion-alone', fails: { 'ass.issuer': 'https://other.example' } },
    { file: 'another-issuer-of-the-response-alone', fails: { 'resp.issuer': 'https://other.example' } },
    {
      file: 'an-issuer-of-a-person-format',
      fails: {
        'resp.issuer':
          'https://example.my.salesforce.com with the format urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      },
    },
    {
      file: 'no-issuer-of-the-response-which-leaves-its-signature-without-a-place',
      fails: { 'sig.response.present': '0', 'resp.issuer': '0 issuers of plain text' },
    },
    {
      file: 'another-acs-url',
      fails: {
        'resp.destination': 'https://iam.twilio.com/v2/saml2/authenticate/JB0123456789abcdef0123456789abcdef0',
        'ass.recipient': 'https://iam.twilio.com/v2/saml2/authenticate/JB0123456789abcdef0123456789abcdef0',
      },
    },
    { file: 'another-recipient', fails: { 'ass.recipient': 'https://other.example/acs' } },
    { file: 'no-recipient', fails: { 'ass.recipient': 'none' } },
    { file: 'another-destination', fails: { 'resp.destination': 'https://other.example/acs' } },
    { file: 'no-destination', fails: { 'resp.destination': 'none' } },
    { file: 'another-audience', fails: { 'ass.audience': 'https://other.example' } },
    {
      file: 'an-audience-in-other-letters',
      fails: { 'ass.audience': 'HTTPS://IAM.TWILIO.COM/V2/SAML2/METADATA/JB0123456789ABCDEF0123456789ABCDEF' },
    },
    { file: 'no-audience', fails: { 'ass.audience': 'none' } },
    {
      file: 'a-second-restriction-that-leaves-the-service-provider-out',
      fails: { 'ass.audience': 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef, x' },
    },
    {
      file: 'an-empty-audience-restriction',
      fails: { 'ass.audience': 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef' },
    },
    {
      file: 'an-entity-issuer-with-a-name-qualifier-of-a-service-provider',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com with SPNameQualifier',
        'ass.issuer': 'https://example.my.salesforce.com with SPNameQualifier',
      },
    },
    {
      file: 'an-entity-issuer-with-a-name-qualifier',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com with NameQualifier',
        'ass.issuer': 'https://example.my.salesforce.com with NameQualifier',
      },
    },
    {
      file: 'an-entity-issuer-with-an-identifier-of-a-service-provider',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com with SPProvidedID',
        'ass.issuer': 'https://example.my.salesforce.com with SPProvidedID',
      },
    },
    {
      file: 'an-issuer-without-a-format-but-with-a-name-qualifier',
      fails: {
        'resp.issuer': 'https://example.my.salesforce.com with NameQualifier',
        'ass.issuer': 'https://example.my.salesforce.com with NameQualifier',
      },
    },
    {
      file: 'a-condition-that-nobody-understands',
      fails: {
        'saml.noStray': 'saml:Condition in saml:Conditions',
        'ass.audience': 'https://iam.twilio.com/v2/saml2/metadata/JB0123456789abcdef0123456789abcdef, saml:Condition',
      },
    },
  ]);
});

describe('a response to another request', () => {
  itRejects('checks/in-response-to', [
    { file: 'another-request', fails: { 'resp.inResponseTo': '_other', 'ass.inResponseTo': '_other' } },
    { file: 'no-request-though-one-was-sent', fails: { 'resp.inResponseTo': 'absent', 'ass.inResponseTo': 'absent' } },
    {
      file: GOOD,
      when: 'though no request was sent',
      expecting: { requestId: undefined },
      fails: {
        'resp.inResponseTo': '_0123456789abcdef0123456789abcdef',
        'ass.inResponseTo': '_0123456789abcdef0123456789abcdef',
      },
    },
    { file: 'another-request-in-the-assertion', fails: { 'ass.inResponseTo': '_other' } },
    { file: 'no-request-in-the-assertion', fails: { 'ass.inResponseTo': 'absent' } },
    { file: 'another-request-in-the-response', fails: { 'resp.inResponseTo': '_other' } },
  ]);
});

describe('a response at the wrong time', () => {
  itRejects('checks/times', [
    {
      file: 'an-hour-old',
      fails: {
        'resp.issueInstant': '2026-11-24T11:00:00.000Z, 3600 s ago by this clock',
        'ass.issueInstant': '2026-11-24T11:00:00.000Z, 3600 s ago by this clock',
        'ass.subjectTime': 'from any time to 2026-11-24T11:05:00.000Z',
        'ass.conditionTime': 'from 2026-11-24T10:59:30.000Z to 2026-11-24T11:05:00.000Z',
      },
    },
    {
      file: 'an-hour-ahead',
      fails: {
        'resp.issueInstant': '2026-11-24T13:00:00.000Z, 3600 s ahead of this clock',
        'ass.issueInstant': '2026-11-24T13:00:00.000Z, 3600 s ahead of this clock',
        'ass.conditionTime': 'from 2026-11-24T12:59:30.000Z to 2026-11-24T13:05:00.000Z',
        'ass.authn': '2026-11-24T13:00:00.000Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
      },
    },
    {
      file: 'over-by-more-than-the-allowance',
      fails: {
        'resp.issueInstant': '2026-11-24T11:51:59.000Z, 481 s ago by this clock',
        'ass.issueInstant': '2026-11-24T11:51:59.000Z, 481 s ago by this clock',
        'ass.subjectTime': 'from any time to 2026-11-24T11:56:59.000Z',
        'ass.conditionTime': 'from 2026-11-24T11:51:29.000Z to 2026-11-24T11:56:59.000Z',
      },
    },
    {
      file: 'issued-300-4-seconds-ago',
      fails: {
        'resp.issueInstant': '2026-11-24T11:54:59.600Z, 300 s ago by this clock',
        'ass.issueInstant': '2026-11-24T11:54:59.600Z, 300 s ago by this clock',
      },
    },
    {
      file: 'issued-301-seconds-ago',
      fails: {
        'resp.issueInstant': '2026-11-24T11:54:59.000Z, 301 s ago by this clock',
        'ass.issueInstant': '2026-11-24T11:54:59.000Z, 301 s ago by this clock',
      },
    },
    { file: 'a-time-without-a-zone', fails: { 'resp.issueInstant': '2026-11-24T12:00:00' } },
    { file: 'a-time-with-an-offset', fails: { 'resp.issueInstant': '2026-11-24T12:00:00+00:00' } },
    { file: 'no-time-of-issue', fails: { 'resp.issueInstant': 'none' } },
    {
      file: 'a-day-that-no-calendar-has',
      fails: { 'ass.conditionTime': 'from 2026-02-30T00:00:00Z to 2026-11-24T12:05:00.000Z' },
    },
    {
      file: 'conditions-that-end-before-they-start',
      fails: { 'ass.conditionTime': 'from 2026-11-24T12:06:00Z to 2026-11-24T12:05:00.000Z' },
    },
    {
      file: 'conditions-that-are-over',
      fails: { 'ass.conditionTime': 'from 2026-11-24T11:59:30.000Z to 2026-11-24T11:56:59Z' },
    },
    { file: 'a-confirmation-that-is-over', fails: { 'ass.subjectTime': 'from any time to 2026-11-24T11:56:59Z' } },
    { file: 'a-confirmation-without-an-end', fails: { 'ass.subjectTime': 'no NotOnOrAfter' } },
    { file: 'a-confirmation-with-a-start', fails: { 'ass.subjectNoNotBefore': '2026-11-24T11:00:00Z' } },
    {
      file: 'an-assertion-issued-301-seconds-ago',
      fails: { 'ass.issueInstant': '2026-11-24T11:54:59.000Z, 301 s ago by this clock' },
    },
    {
      file: 'an-assertion-issued-301-seconds-ahead',
      fails: { 'ass.issueInstant': '2026-11-24T12:05:01.000Z, 301 s ahead of this clock' },
    },
    {
      file: 'an-assertion-issued-a-year-ago',
      fails: { 'ass.issueInstant': '2025-11-24T12:00:00.000Z, 31536000 s ago by this clock' },
    },
    {
      file: 'an-assertion-issued-a-year-ahead',
      fails: { 'ass.issueInstant': '2027-11-24T12:00:00.000Z, 31536000 s ahead of this clock' },
    },
    { file: 'an-assertion-issued-with-an-offset', fails: { 'ass.issueInstant': '2026-11-24T13:00:00.000+01:00' } },
    { file: 'an-assertion-of-30-february', fails: { 'ass.issueInstant': '2026-02-30T12:00:00.000Z' } },
    { file: 'an-assertion-whose-time-of-issue-is-none', fails: { 'ass.issueInstant': 'yesterday' } },
    { file: 'an-assertion-without-a-time-of-issue', fails: { 'ass.issueInstant': 'none' } },
    { file: 'no-conditions', fails: { 'ass.conditions': '0 Conditions', 'ass.audience': 'none' } },
    { file: 'two-conditions', fails: { 'ass.conditions': '2 Conditions' } },
    {
      file: GOOD,
      when: 'at an expected time that is none',
      expecting: { now: new Date(Number.NaN) },
      fails: {
        'cert.validity': 'from 2026-11-01T09:00:00.000Z to 2027-11-01T00:00:00.000Z, NaN days left',
        'resp.issueInstant': '2026-11-24T12:00:00.000Z',
        'ass.issueInstant': '2026-11-24T12:00:00.000Z',
        'ass.subjectTime': 'from any time to 2026-11-24T12:05:00.000Z',
        'ass.conditionTime': 'from 2026-11-24T11:59:30.000Z to 2026-11-24T12:05:00.000Z',
        'ass.authn': '2026-11-24T12:00:00.000Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
      },
    },
  ]);
});

describe('a response without a user, or one that its bearer may not use', () => {
  itRejects('checks/subject', [
    { file: 'another-user', fails: { 'ass.nameId.value': 'eve@example.com' } },
    { file: 'a-user-in-other-letters', fails: { 'ass.nameId.value': 'Ada@example.com' } },
    { file: 'a-user-with-a-suffix', fails: { 'ass.nameId.value': 'ada@example.com.uat' } },
    { file: 'no-nameid', fails: { 'ass.nameId.present': '1 Subject, 0 NameID' } },
    { file: 'an-empty-nameid', fails: { 'ass.nameId.present': '""', 'ass.nameId.value': '' } },
    { file: 'a-nameid-of-blanks', fails: { 'ass.nameId.present': '"  "', 'ass.nameId.value': '  ' } },
    { file: 'two-nameids', fails: { 'ass.nameId.present': '1 Subject, 2 NameID' } },
    {
      file: 'two-subjects',
      fails: {
        'saml.schema': 'no saml:NameID or saml:EncryptedID or saml:SubjectConfirmation in saml:Subject',
        'ass.nameId.present': '2 Subject, 1 NameID',
      },
    },
    {
      file: 'no-subject',
      fails: { 'ass.nameId.present': '0 Subject, 0 NameID', 'ass.bearer': 'no confirmation; 0 with data' },
    },
    {
      file: 'a-transient-nameid',
      fails: { 'ass.nameId.format': 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
    },
    {
      file: 'an-e-mail-nameid',
      fails: { 'ass.nameId.format': 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
    },
    {
      file: 'a-nameid-for-another-service-provider',
      fails: { 'ass.nameId.format': 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' },
    },
    { file: 'a-holder-of-a-key', fails: { 'ass.bearer': 'holder-of-key; 0 with data' } },
    { file: 'a-voucher-of-the-sender', fails: { 'ass.bearer': 'sender-vouches; 0 with data' } },
    { file: 'no-confirmation', fails: { 'ass.bearer': 'no confirmation; 0 with data' } },
    { file: 'a-confirmation-without-data', fails: { 'ass.bearer': 'bearer; 0 with data' } },
    { file: 'a-holder-of-a-key-for-us-and-a-bearer-for-another', fails: { 'ass.recipient': 'urn:x' } },
    {
      file: 'three-bearers-of-which-the-last-is-nearest',
      fails: { 'ass.subjectTime': 'from any time to 2026-11-24T11:00:00.000Z' },
    },
    { file: 'two-bearers-for-others', fails: { 'ass.recipient': 'urn:x' } },
    { file: 'two-bearers-of-which-ours-answers-no-request', fails: { 'ass.inResponseTo': 'absent' } },
    { file: 'two-bearers-of-which-ours-has-a-start', fails: { 'ass.subjectNoNotBefore': '2026-11-24T11:59:00.000Z' } },
    {
      file: 'two-bearers-of-which-ours-is-over',
      fails: { 'ass.subjectTime': 'from any time to 2026-11-24T11:00:00.000Z' },
    },
    { file: 'two-bearers-that-are-each-wrong-in-another-way', fails: { 'ass.recipient': 'urn:x' } },
  ]);
});

describe('a response without a usable authentication', () => {
  itRejects('checks/authentication', [
    { file: 'no-statement', fails: { 'ass.authn': '0 AuthnStatement' } },
    { file: 'two-statements', fails: { 'ass.authn': '2 AuthnStatement' } },
    { file: 'no-time', fails: { 'ass.authn': 'no time, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' } },
    {
      file: 'a-time-that-is-none',
      fails: { 'ass.authn': 'today, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
    },
    {
      file: 'a-time-in-the-future',
      fails: { 'ass.authn': '2026-11-24T12:03:01Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
    },
    {
      file: 'a-session-that-is-over',
      fails: { 'ass.authn': '2026-11-24T11:00:00Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
    },
    {
      file: 'a-session-whose-end-is-no-time',
      fails: { 'ass.authn': '2026-11-24T12:00:00Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
    },
  ]);
});
