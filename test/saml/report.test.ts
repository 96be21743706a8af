import { expect } from 'chai';
import fastCheck from 'fast-check';
import { checkResponse } from '../../plugin/saml/check-response.ts';
import { expected, makeXml, otherKey, replace, reportOn, requestId, signIn, toBase64, withStatus } from './sign-in.ts';

/** The ids are promised to scripts that read the JSON answer; changing one is a breaking change. */
const PROMISED_IDS = [
  ...['cert.parse', 'cert.validity', 'cert.key', 'cert.org', 'decode.base64', 'decode.utf8', 'xml.safe'],
  ...['xml.wellformed', 'saml.root', 'saml.ids', 'saml.status', 'saml.notEncrypted', 'saml.oneAssertion'],
  ...['saml.noStray', 'sig.response.present', 'sig.response.form', 'sig.response.alg', 'sig.response.digest'],
  ...['sig.response.value', 'sig.response.cert', 'sig.assertion.present', 'sig.assertion.form', 'sig.assertion.alg'],
  ...['sig.assertion.digest', 'sig.assertion.value', 'sig.assertion.cert', 'claims.source', 'resp.version'],
  ...['ass.version', 'resp.destination', 'resp.issuer', 'ass.issuer', 'resp.inResponseTo', 'ass.inResponseTo'],
  ...['resp.issueInstant', 'ass.nameId.present', 'ass.nameId.value', 'ass.nameId.format', 'ass.bearer'],
  ...['ass.recipient', 'ass.subjectTime', 'ass.subjectNoNotBefore', 'ass.conditions', 'ass.conditionTime'],
  ...['ass.audience', 'ass.authn', 'ass.attributes', 'ass.roles', 'replay'],
];

const ids = ({ checks }: ReturnType<typeof checkResponse>): string[] => checks.map(({ id }) => id);
const check = (report: ReturnType<typeof checkResponse>, id: string) => report.checks.find((one) => one.id === id)!;

describe('the report on a response', () => {
  it('has the 49 promised checks in the promised order', () => {
    expect(PROMISED_IDS).to.have.length(49);
    expect(ids(reportOn({}))).to.deep.equal(PROMISED_IDS);
  });

  it('has them all when the first gate already stays shut, the rest as not reached', () => {
    const report = checkResponse('', expected);
    expect(ids(report)).to.deep.equal(PROMISED_IDS);
    expect(withStatus(report, 'pass')).to.deep.equal(['cert.parse', 'cert.validity', 'cert.key', 'cert.org']);
    expect(withStatus(report, 'fail')).to.deep.equal(['decode.base64']);
    expect(withStatus(report, 'skip')).to.have.length(44);
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
      notBefore: '2026-11-24T11:59:30.000Z',
      notOnOrAfter: '2026-11-24T12:05:00.000Z',
      authnInstant: '2026-11-24T12:00:00.000Z',
      attributes: signIn.attributes.map(({ name, value }) => ({ name, values: [value] })),
    });
  });

  it('gives the claims of the Assertion when only its signature is good', () => {
    const report = reportOn({ signedResponse: replace(/ Destination="[^"]*"/, ' Destination="x"') });
    expect(report.claims?.source).to.equal('assertion');
    expect(check(report, 'claims.source').actual).to.equal('assertion');
  });

  it('gives no claims when no signature is good, and shows the values in the checks alone', () => {
    const report = reportOn({ signing: { key: otherKey } });
    expect(report.claims).to.equal(undefined);
    expect(check(report, 'ass.nameId.value')).to.include({ status: 'pass', actual: 'ada@example.com' });
    expect(check(report, 'claims.source').status).to.equal('fail');
  });

  it('cuts a long value at 160 characters and shows what could redraw a terminal as text', () => {
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

  it('names the certificate that signed when it is not the expected one', () => {
    const { hint } = check(reportOn({ signing: { key: otherKey } }), 'sig.response.value');
    expect(hint).to.match(
      /^The identity provider signs with another certificate: SelfSignedCert_01Jan2026_000000, SHA-256 /,
    );
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
      hint: /ended 301 s ago/,
    },
  ];
  for (const { name, making, id, hint } of cases) {
    it(`${name}: the hint of ${id} says so`, () => {
      const found = check(reportOn(making), id);
      expect(found.status).to.equal('fail');
      expect(found.hint).to.match(hint);
    });
  }

  it('gives no hint when the value is simply another one', () => {
    expect(check(reportOn({ content: { nameId: 'somebody' } }), 'ass.nameId.value').hint).to.equal(undefined);
  });
});

describe('a caller that gives something else than promised', () => {
  const field = toBase64(makeXml());

  it('is answered with a report, whatever it gives', () => {
    const anything = fastCheck.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
    });
    const settings = fastCheck.record(
      {
        certificates: anything,
        issuer: anything,
        acsUrl: anything,
        requestId: anything,
        now: anything,
        orgId: anything,
        seenAssertionIds: anything,
      },
      { requiredKeys: [] },
    );
    fastCheck.assert(
      fastCheck.property(
        fastCheck.oneof(anything, fastCheck.constant(field)),
        fastCheck.oneof(anything, settings),
        (response, given) => {
          const report = checkResponse(response as never, given as never);
          expect(report.ok).to.equal(false);
          expect(report.checks).to.have.length(49);
        },
      ),
      { seed: 20261124, numRuns: 300 },
    );
  });

  it('is answered with a report when reading its values throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const getter = {
      get now(): Date {
        throw new Error('no');
      },
    };
    for (const given of [proxy, getter, null, undefined]) {
      expect(checkResponse(field, given as never).ok).to.equal(false);
    }
    expect(checkResponse(proxy as never, expected).ok).to.equal(false);
  });

  it('never passes a comparison with empty text', () => {
    const empty = { ...expected, issuer: '', acsUrl: '', entityId: '', requestId: '', username: '' };
    const making = { content: { issuer: '', acsUrl: '', entityId: '', inResponseTo: '', nameId: '' } };
    const report = checkResponse(toBase64(makeXml(making)), empty);
    expect(withStatus(report, 'fail')).to.include.members([
      ...['resp.issuer', 'ass.issuer', 'resp.destination', 'ass.recipient', 'ass.audience'],
      ...['resp.inResponseTo', 'ass.inResponseTo', 'ass.nameId.value'],
    ]);
  });

  it('changes nothing it was given but the set of seen IDs', () => {
    const given = Object.freeze({
      ...expected,
      certificates: Object.freeze([...expected.certificates]) as string[],
      requestId,
    });
    expect(checkResponse(field, given).ok).to.equal(true);
  });
});
