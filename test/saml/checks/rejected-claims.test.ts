import { itRejects } from '../rejections.ts';
import { now, replace, requestId, signIn, type Edit, type Making } from '../sign-in.ts';

/** Every response here is correctly signed; what it says is wrong. */
const assertion = (...edits: Edit[]): Making => ({
  assertion: (xml) => edits.reduce((text, edit) => edit(text), xml),
});
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);

describe('a response from or for somebody else', () => {
  itRejects([
    {
      name: 'another issuer',
      from: { content: { issuer: 'https://other.my.salesforce.com' } },
      fails: ['resp.issuer', 'ass.issuer'],
    },
    {
      name: 'an issuer with a slash at its end',
      from: { content: { issuer: `${signIn.issuer}/` } },
      fails: ['resp.issuer', 'ass.issuer'],
    },
    {
      name: 'an issuer with blanks around it',
      from: { content: { issuer: ` ${signIn.issuer} ` } },
      fails: ['resp.issuer', 'ass.issuer'],
    },
    {
      name: 'another issuer of the Assertion alone',
      from: assertion(replace(signIn.issuer, 'https://other.example')),
      fails: ['ass.issuer'],
    },
    {
      name: 'another issuer of the Response alone',
      from: { response: replace(signIn.issuer, 'https://other.example') },
      fails: ['resp.issuer'],
    },
    {
      name: 'an issuer of a person format',
      from: { response: replace('nameid-format:entity', 'nameid-format:persistent') },
      fails: ['resp.issuer'],
    },
    {
      name: 'no issuer of the Response, which leaves its signature without a place',
      from: { signatures: 'assertion', response: replace(/<saml:Issuer [^>]*>[^<]*<\/saml:Issuer>/, '') },
      fails: ['sig.response.present', 'resp.issuer'],
    },
    {
      name: 'another ACS URL',
      from: { content: { acsUrl: `${signIn.acsUrl}0` } },
      fails: ['resp.destination', 'ass.recipient'],
    },
    {
      name: 'another recipient',
      from: assertion(replace(/Recipient="[^"]*"/, 'Recipient="https://other.example/acs"')),
      fails: ['ass.recipient'],
    },
    { name: 'no recipient', from: assertion(replace(/ Recipient="[^"]*"/, '')), fails: ['ass.recipient'] },
    {
      name: 'another destination',
      from: { response: replace(/Destination="[^"]*"/, 'Destination="https://other.example/acs"') },
      fails: ['resp.destination'],
    },
    { name: 'no destination', from: { response: replace(/ Destination="[^"]*"/, '') }, fails: ['resp.destination'] },
    { name: 'another audience', from: { content: { entityId: 'https://other.example' } }, fails: ['ass.audience'] },
    {
      name: 'an audience in other letters',
      from: { content: { entityId: signIn.entityId.toUpperCase() } },
      fails: ['ass.audience'],
    },
    {
      name: 'no audience',
      from: assertion(replace(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '')),
      fails: ['ass.audience'],
    },
    {
      name: 'a second restriction that leaves the service provider out',
      from: assertion(
        replace(
          '</saml:Conditions>',
          '<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction></saml:Conditions>',
        ),
      ),
      fails: ['ass.audience'],
    },
    {
      name: 'a condition that nobody understands',
      from: assertion(replace('</saml:Conditions>', '<saml:Condition></saml:Condition></saml:Conditions>')),
      fails: ['saml.noStray', 'ass.audience'],
    },
  ]);
});

describe('a response to another request', () => {
  const both = ['resp.inResponseTo', 'ass.inResponseTo'] as const;
  itRejects([
    { name: 'another request', from: { content: { inResponseTo: '_other' } }, fails: [...both] },
    { name: 'no request, though one was sent', from: { content: { inResponseTo: undefined } }, fails: [...both] },
    { name: 'a request, though none was sent', from: {}, expecting: { requestId: undefined }, fails: [...both] },
    {
      name: 'another request in the Assertion',
      from: assertion(replace(requestId, '_other')),
      fails: ['ass.inResponseTo'],
    },
    {
      name: 'no request in the Assertion',
      from: assertion(replace(/ InResponseTo="[^"]*"/, '')),
      fails: ['ass.inResponseTo'],
    },
    {
      name: 'another request in the Response',
      from: { response: replace(requestId, '_other') },
      fails: ['resp.inResponseTo'],
    },
  ]);
});

describe('a response at the wrong time', () => {
  const windows = ['ass.subjectTime', 'ass.conditionTime'] as const;
  itRejects([
    { name: 'an hour old', from: { content: { issued: seconds(-3600) } }, fails: ['resp.issueInstant', ...windows] },
    {
      name: 'an hour ahead',
      from: { content: { issued: seconds(3600) } },
      fails: ['resp.issueInstant', 'ass.conditionTime', 'ass.authn'],
    },
    {
      name: 'over by more than the allowance',
      from: { content: { issued: seconds(-300 - 181) } },
      fails: ['resp.issueInstant', ...windows],
    },
    {
      name: 'issued 300.4 seconds ago',
      from: { content: { issued: new Date(now.getTime() - 300_400) } },
      fails: ['resp.issueInstant'],
    },
    { name: 'issued 301 seconds ago', from: { content: { issued: seconds(-301) } }, fails: ['resp.issueInstant'] },
    { name: 'a time without a zone', from: { response: replace('.000Z" V', '" V') }, fails: ['resp.issueInstant'] },
    {
      name: 'a time with an offset',
      from: { response: replace('.000Z" V', '+00:00" V') },
      fails: ['resp.issueInstant'],
    },
    {
      name: 'no time of issue',
      from: { response: replace(/ IssueInstant="[^"]*"/, '') },
      fails: ['resp.issueInstant'],
    },
    {
      name: 'a day that no calendar has',
      from: assertion(replace(/(?<=Conditions NotBefore=")[^"]*/, '2026-02-30T00:00:00Z')),
      fails: ['ass.conditionTime'],
    },
    {
      name: 'conditions that end before they start',
      from: assertion(replace(/(?<=Conditions NotBefore=")[^"]*/, '2026-11-24T12:06:00Z')),
      fails: ['ass.conditionTime'],
    },
    {
      name: 'conditions that are over',
      from: assertion(replace(/(?<=Conditions NotBefore="[^"]*" NotOnOrAfter=")[^"]*/, '2026-11-24T11:56:59Z')),
      fails: ['ass.conditionTime'],
    },
    {
      name: 'a confirmation that is over',
      from: assertion(replace(/(?<=ConfirmationData [^>]*NotOnOrAfter=")[^"]*/, '2026-11-24T11:56:59Z')),
      fails: ['ass.subjectTime'],
    },
    {
      name: 'a confirmation without an end',
      from: assertion(replace(/ NotOnOrAfter="[^"]*"/, '')),
      fails: ['ass.subjectTime'],
    },
    {
      name: 'a confirmation with a start',
      from: assertion(replace(' NotOnOrAfter=', ' NotBefore="2026-11-24T11:00:00Z" NotOnOrAfter=')),
      fails: ['ass.subjectNoNotBefore'],
    },
    {
      name: 'no conditions',
      from: assertion(replace(/<saml:Conditions .*<\/saml:Conditions>/, '')),
      fails: ['ass.conditions', 'ass.audience'],
    },
    {
      name: 'two conditions',
      from: assertion(replace('</saml:Conditions>', '</saml:Conditions><saml:Conditions></saml:Conditions>')),
      fails: ['ass.conditions'],
    },
    {
      name: 'an expected time that is none',
      from: {},
      expecting: { now: new Date(Number.NaN) },
      fails: ['cert.validity', 'resp.issueInstant', ...windows, 'ass.authn'],
    },
  ]);
});

describe('a response about nobody, or not to be used by its bearer', () => {
  const nameId = (xml: string): Making => assertion(replace(/<saml:NameID [^>]*>[^<]*<\/saml:NameID>/, xml));
  const format = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
  itRejects([
    { name: 'another user', from: { content: { nameId: 'eve@example.com' } }, fails: ['ass.nameId.value'] },
    { name: 'a user in other letters', from: { content: { nameId: 'Ada@example.com' } }, fails: ['ass.nameId.value'] },
    { name: 'a user with a suffix', from: { content: { nameId: 'ada@example.com.uat' } }, fails: ['ass.nameId.value'] },
    { name: 'no NameID', from: nameId(''), fails: ['ass.nameId.present'] },
    { name: 'an empty NameID', from: { content: { nameId: '' } }, fails: ['ass.nameId.present', 'ass.nameId.value'] },
    {
      name: 'a NameID of blanks',
      from: { content: { nameId: '  ' } },
      fails: ['ass.nameId.present', 'ass.nameId.value'],
    },
    {
      name: 'two NameIDs',
      from: nameId('<saml:NameID>a</saml:NameID><saml:NameID>b</saml:NameID>'),
      fails: ['ass.nameId.present'],
    },
    {
      name: 'two subjects',
      from: assertion(replace('</saml:Subject>', '</saml:Subject><saml:Subject></saml:Subject>')),
      fails: ['ass.nameId.present'],
    },
    {
      name: 'no subject',
      from: assertion(replace(/<saml:Subject>.*<\/saml:Subject>/, '')),
      fails: ['ass.nameId.present', 'ass.bearer'],
    },
    {
      name: 'a transient NameID',
      from: { content: { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' } },
      fails: ['ass.nameId.format'],
    },
    {
      name: 'an e-mail NameID',
      from: { content: { nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' } },
      fails: ['ass.nameId.format'],
    },
    {
      name: 'a NameID for another service provider',
      from: nameId(`<saml:NameID Format="${format}" SPNameQualifier="x">ada@example.com</saml:NameID>`),
      fails: ['ass.nameId.format'],
    },
    { name: 'a holder of a key', from: assertion(replace('cm:bearer', 'cm:holder-of-key')), fails: ['ass.bearer'] },
    {
      name: 'a voucher of the sender',
      from: assertion(replace('cm:bearer', 'cm:sender-vouches')),
      fails: ['ass.bearer'],
    },
    {
      name: 'no confirmation',
      from: assertion(replace(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '')),
      fails: ['ass.bearer'],
    },
    {
      name: 'a confirmation without data',
      from: assertion(replace(/<saml:SubjectConfirmationData [^>]*>/, '')),
      fails: ['ass.bearer'],
    },
    {
      name: 'a second bearer for another recipient',
      from: assertion((xml) =>
        xml.replace(
          /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/,
          (one) => one + one.replace(/Recipient="[^"]*"/, 'Recipient="x"'),
        ),
      ),
      fails: ['ass.recipient'],
    },
  ]);
});

describe('a response without a usable authentication', () => {
  const instant = (value: string): Making => assertion(replace(/AuthnInstant="[^"]*"/, value));
  itRejects([
    {
      name: 'no statement',
      from: assertion(replace(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '')),
      fails: ['ass.authn'],
    },
    {
      name: 'two statements',
      from: assertion((xml) => xml.replace(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '$&$&')),
      fails: ['ass.authn'],
    },
    { name: 'no time', from: assertion(replace(/ AuthnInstant="[^"]*"/, '')), fails: ['ass.authn'] },
    { name: 'a time that is none', from: instant('AuthnInstant="today"'), fails: ['ass.authn'] },
    { name: 'a time in the future', from: instant('AuthnInstant="2026-11-24T12:03:01Z"'), fails: ['ass.authn'] },
    {
      name: 'a session that is over',
      from: instant('AuthnInstant="2026-11-24T11:00:00Z" SessionNotOnOrAfter="2026-11-24T11:30:00Z"'),
      fails: ['ass.authn'],
    },
    {
      name: 'a session whose end is no time',
      from: instant('AuthnInstant="2026-11-24T12:00:00Z" SessionNotOnOrAfter="never"'),
      fails: ['ass.authn'],
    },
  ]);
});
