import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import { otherKey } from '../keys.ts';
import { expected, makeXml, replace, reportOn, signIn, toBase64, withStatus } from '../sign-in.ts';

/** Scripts that read the JSON rely on these ids. Changing one is a breaking change. */
const PROMISED_IDS = [
  ...['internal', 'cert.parse', 'cert.validity', 'cert.key', 'cert.org', 'profile', 'decode.base64', 'decode.utf8'],
  ...['xml.safe', 'xml.wellformed', 'saml.root', 'saml.ids', 'saml.status', 'saml.notEncrypted', 'saml.oneAssertion'],
  ...['saml.noStray', 'saml.schema', 'sig.response.present', 'sig.response.form', 'sig.response.alg'],
  ...['sig.response.digest', 'sig.response.value', 'sig.response.cert', 'sig.response.meaning'],
  ...['sig.assertion.present', 'sig.assertion.form', 'sig.assertion.alg', 'sig.assertion.digest'],
  ...['sig.assertion.value', 'sig.assertion.cert', 'sig.assertion.meaning', 'claims.source', 'resp.version'],
  ...['ass.version', 'resp.destination', 'resp.issuer', 'ass.issuer', 'resp.inResponseTo', 'ass.inResponseTo'],
  ...[
    'resp.issueInstant',
    'ass.issueInstant',
    'ass.nameId.present',
    'ass.nameId.value',
    'ass.nameId.format',
    'ass.bearer',
  ],
  ...['ass.recipient', 'ass.subjectTime', 'ass.subjectNoNotBefore', 'ass.conditions', 'ass.conditionTime'],
  ...['ass.audience', 'ass.authn', 'ass.attributes', 'ass.roles', 'replay'],
];

const ids = ({ checks }: ReturnType<typeof checkResponse>): string[] => checks.map(({ id }) => id);
const check = (report: ReturnType<typeof checkResponse>, id: string) => report.checks.find((one) => one.id === id)!;

describe('the report on a response', () => {
  it('has the promised checks in the promised order', () => {
    expect(ids(reportOn({}))).to.deep.equal(PROMISED_IDS);
  });

  it('has them all even if the first check fails, the rest as not reached', () => {
    const report = checkResponse('', expected);
    expect(ids(report)).to.deep.equal(PROMISED_IDS);
    const passed = ['internal', 'cert.parse', 'cert.validity', 'cert.key', 'cert.org', 'profile'];
    expect(withStatus(report, 'pass')).to.deep.equal(passed);
    expect(withStatus(report, 'fail')).to.deep.equal(['decode.base64']);
    expect(withStatus(report, 'skip')).to.deep.equal(PROMISED_IDS.slice(passed.length + 1));
    expect(report).to.include({ ok: false, complete: false });
  });

  it('says of every check which kind of fault it finds, and of which section of which standard', () => {
    const checks = reportOn({}).checks.filter(({ id }) => id !== 'internal');
    expect(new Set(checks.map(({ kind }) => kind))).to.have.all.keys('signature', 'protocol', 'schema', 'policy');
    const standard = /^(SAML (Core|Bindings|Profiles)|XML (1\.0|Signature)|RFC 5280|NIST SP 800-131A) \d+(\.\d+)*$/;
    for (const { id, section } of checks.filter((one) => !['internal', 'cert.org', 'profile'].includes(one.id))) {
      expect(section, id).to.match(standard);
    }
    // An error of the checker is of no kind. What an org writes into its certificate, and what a caller chooses, are in no
    // standard.
    expect(check(reportOn({}), 'internal')).to.include({ kind: undefined, section: undefined });
    expect(check(reportOn({}), 'cert.org').section).to.equal(undefined);
  });

  it('is complete if every check was made or does not apply, whether or not one failed', () => {
    expect(reportOn({})).to.include({ ok: true, complete: true });
    expect(reportOn({ content: { nameId: 'eve' } })).to.include({ ok: false, complete: true });
    expect(reportOn({ assertion: replace('<saml:Subject>', '<saml:Subject><saml:NameID>x</saml:NameID>') })).to.include(
      {
        ok: false,
        complete: false,
      },
    );
  });

  it('does not say that an assertion was not used before, unless it was told which were', () => {
    const unknown = check(reportOn({}), 'replay');
    expect(unknown).to.include({ status: 'skip', actual: '' });
    expect(unknown.hint).to.equal('No set of the IDs that were accepted before was given.');
    expect(check(reportOn({}, { seenAssertionIds: new Set() }), 'replay').status).to.equal('pass');
  });

  it('tells a response that was wrongly built from one that was changed after it was signed', () => {
    const built = reportOn({ assertion: replace('<saml:AuthnContext>', '<saml:AuthnContext x="">') });
    expect(withStatus(built, 'fail')).to.deep.equal(['saml.noStray']);
    expect(check(built, 'saml.noStray').fix).to.match(
      /^If the signatures are good, the identity provider writes it so/,
    );
    const texts = JSON.stringify(built.checks.filter(({ status }) => status === 'fail'));
    expect(texts).not.to.match(/changed|altered|tamper/i);
  });

  it('gives the recipient of the confirmation that it was judged by', () => {
    const other = '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'.concat(
      '<saml:SubjectConfirmationData Recipient="urn:x"/></saml:SubjectConfirmation>',
    );
    const report = reportOn({ assertion: replace('<saml:SubjectConfirmation', `${other}<saml:SubjectConfirmation`) });
    expect(report.claims?.recipient).to.equal(signIn.acsUrl);
    expect(check(report, 'ass.bearer').actual).to.equal('bearer, bearer; 2 with data, number 2 is nearest');
  });

  it('says what to do on every failure and warning, and only there', () => {
    const report = reportOn({ signing: { algorithm: 'sha1' }, content: { nameId: 'x', issuer: 'y' } });
    for (const { id, status, fix } of report.checks) {
      expect(fix !== undefined, id).to.equal(status === 'fail' || status === 'warn');
    }
    expect(withStatus(report, 'fail')).to.have.length(3);
    expect(withStatus(report, 'warn')).to.have.length(2);
  });

  it('gives the claims of a good response', () => {
    expect(reportOn({ content: { assertionId: '_a' } }).claims).to.deep.equal({
      source: 'response',
      assertionId: '_a',
      issuer: signIn.issuer,
      nameId: 'ada@example.com',
      nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
      audiences: [signIn.entityId],
      recipient: signIn.acsUrl,
      notBefore: '2026-11-24T11:59:30.008Z',
      notOnOrAfter: '2026-11-24T12:05:00.008Z',
      authnInstant: '2026-11-24T12:00:00.002Z',
      attributes: signIn.attributes.map(({ name, value }) => ({ name, values: [value] })),
    });
  });

  it('gives the claims of the Assertion if only its signature is good', () => {
    const report = reportOn({ signedResponse: replace(/ Destination="[^"]*"/, ' Destination="x"') });
    expect(report.claims?.source).to.equal('assertion');
    expect(check(report, 'claims.source').actual).to.equal('assertion');
  });

  it('gives no claims if no signature is good, and shows the values only in the checks', () => {
    const report = reportOn({ signing: { key: otherKey } });
    expect(report.claims).to.equal(undefined);
    expect(check(report, 'ass.nameId.value')).to.include({ status: 'pass', actual: 'ada@example.com' });
    expect(check(report, 'claims.source').status).to.equal('fail');
  });

  it('cuts a long value at 160 characters, and shows as text what a terminal would act on', () => {
    const long = check(reportOn({ content: { nameId: 'x'.repeat(500) } }), 'ass.nameId.value');
    expect(long.actual).to.have.length(160);
    const odd = check(reportOn({ content: { nameId: 'a\u009b31m\u202eb' } }), 'ass.nameId.value');
    expect(odd.actual).to.equal('a\\u{9b}31m\\u{202e}b');
  });

  it('does not hold the response itself', () => {
    const field = toBase64(makeXml());
    const text = JSON.stringify(checkResponse(field, { ...expected, certificates: [otherKey.certificatePem] }));
    expect(text).not.to.contain(field.slice(0, 60));
    expect(text).not.to.contain('<saml');
  });

  it('names the certificate that signed, if it is not the expected one', () => {
    const { hint } = check(reportOn({ signing: { key: otherKey } }), 'sig.response.value');
    expect(hint).to.match(/^It was signed with another certificate: SelfSignedCert_01Jan2026_000000, SHA-256 /);
  });

  it('gives both digests of changed content', () => {
    const {
      status,
      expected: supplied,
      actual,
    } = check(reportOn({ signedResponse: replace('>agent<', '>admin<') }), 'sig.response.digest');
    expect(status).to.equal('fail');
    expect(supplied).to.match(/^[A-Za-z0-9+/]{43}=$/);
    expect(actual)
      .to.match(/^[A-Za-z0-9+/]{43}=$/)
      .and.not.equal(supplied);
  });
});

describe('a value that is nearly right', () => {
  const cases: Array<{ name: string; making: Parameters<typeof reportOn>[0]; id: string; hint: RegExp }> = [
    {
      name: 'a blank at the end',
      making: { content: { issuer: `${signIn.issuer} ` } },
      id: 'resp.issuer',
      hint: /white space/,
    },
    {
      name: 'a slash at the end',
      making: { content: { issuer: `${signIn.issuer}/` } },
      id: 'ass.issuer',
      hint: /slash/,
    },
    {
      name: 'other letters',
      making: { content: { nameId: 'ADA@example.com' } },
      id: 'ass.nameId.value',
      hint: /case matters/,
    },
    {
      name: 'http for https',
      making: { content: { acsUrl: signIn.acsUrl.replace('https', 'http') } },
      id: 'ass.recipient',
      hint: /http instead of https/,
    },
    {
      name: 'another realm',
      making: { content: { entityId: signIn.entityId.replace(/f$/, '0') } },
      id: 'ass.audience',
      hint: /Only its last part differs.*another account/,
    },
    {
      name: 'another realm as destination',
      making: { content: { acsUrl: signIn.acsUrl.replace(/f$/, '0') } },
      id: 'resp.destination',
      hint: /Only its last part differs/,
    },
    {
      name: 'another host',
      making: { content: { issuer: 'https://example.lightning.force.com' } },
      id: 'resp.issuer',
      hint: /host example\.lightning\.force\.com instead of example\.my\.salesforce\.com/,
    },
    {
      name: 'the suffix of a test organization',
      making: { content: { nameId: 'ada@example.com.uat' } },
      id: 'ass.nameId.value',
      hint: /suffix "\.uat"/,
    },
    {
      name: 'quotes around the role',
      making: { assertion: replace('>agent<', ">'agent'<") },
      id: 'ass.roles',
      hint: /quotes of the formula/,
    },
    {
      name: 'another name of the attribute',
      making: { assertion: replace('Name="roles"', 'Name="Role"') },
      id: 'ass.roles',
      hint: /"Role"; the name must be exactly "roles"/,
    },
    {
      name: 'an old request',
      making: { content: { inResponseTo: '_old' } },
      id: 'resp.inResponseTo',
      hint: /another request/,
    },
    {
      name: 'an expired response',
      making: { content: { issued: new Date('2026-11-24T11:50:00Z') } },
      id: 'ass.subjectTime',
      hint: /ended 299 s ago/,
    },
  ];
  for (const { name, making, id, hint } of cases) {
    it(`${name}: the hint of ${id} says so`, () => {
      const found = check(reportOn(making), id);
      expect(found.status).to.equal('fail');
      expect(found.hint).to.match(hint);
    });
  }

  it('gives no hint if the value is simply another one', () => {
    expect(check(reportOn({ content: { nameId: 'somebody' } }), 'ass.nameId.value').hint).to.equal(undefined);
  });
});
