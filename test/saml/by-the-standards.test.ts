import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkResponse, type Expected } from '../../plugin/setup/verify/check-response.ts';
import { itAccepts, itRejects, readResponse, type Acceptance, type Rejection } from './responses.ts';
import { expected } from './sign-in.ts';

const standard = <Case extends Acceptance | Rejection>(cases: Case[]): Case[] =>
  cases.map((one) => ({
    ...one,
    when: one.when ?? 'by the standards',
    expecting: { profile: 'standard', ...one.expecting },
  }));

const signatureSkips = (part: 'response' | 'assertion') =>
  (['form', 'alg', 'digest', 'value', 'cert', 'meaning'] as const).map((check) => `sig.${part}.${check}` as const);

describe('a response that the standards allow, though Salesforce would not write it', () => {
  itAccepts(
    'accepted/by-the-standards',
    standard([
      { file: '../../signature/missing/only-the-response-signed', skips: signatureSkips('assertion') },
      { file: '../../signature/missing/only-the-assertion-signed', skips: signatureSkips('response') },
      { file: 'only-the-assertion-signed-without-a-destination', skips: signatureSkips('response') },
      { file: 'only-the-assertion-signed-without-an-issuer-of-the-response', skips: signatureSkips('response') },
      { file: 'a-persistent-nameid' },
      { file: 'an-entity-as-nameid' },
      { file: '../../checks/subject/an-e-mail-nameid' },
      {
        file: '../../checks/subject/a-nameid-for-another-service-provider',
        warns: { 'ass.nameId.format': 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' },
      },
      {
        file: '../../checks/subject/no-nameid',
        when: 'for any user',
        expecting: { username: undefined },
        warns: { 'ass.nameId.present': 'no NameID' },
        skips: ['ass.nameId.format'],
      },
      { file: 'two-authentications-of-which-one-is-over' },
      {
        file: 'issued-20-minutes-ago-and-still-valid',
        warns: {
          'resp.issueInstant': '2026-11-24T11:40:00.000Z, 1200 s ago by this clock',
          'ass.issueInstant': '2026-11-24T11:40:00.000Z, 1200 s ago by this clock',
        },
      },
      { file: '../with-warnings/with-conditions-without-an-end' },
      { file: '../../checks/attributes/no-statement-of-attributes' },
      {
        file: '../../checks/attributes/the-role-twice',
        warns: { 'ass.attributes': 'userId, username, email, is_portal_user, roles' },
      },
      { file: 'one-name-in-two-formats-of-names' },
      { file: '../../checks/attributes/two-values-of-the-role', when: 'with a role', expecting: { role: 'agent' } },
      { file: 'a-nameid-as-a-value' },
      { file: 'elements-of-others-as-a-value' },
      { file: '../../checks/structure/a-value-of-a-type-of-somebody-else' },
      { file: '../../good' },
    ]),
  );

  it('gives the text of a value with elements', () => {
    const field = readResponse('accepted/by-the-standards', 'a-nameid-as-a-value');
    const { claims } = checkResponse(field, { ...expected, profile: 'standard' });
    expect(claims?.attributes.at(-1)).to.deep.equal({ name: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10', values: ['7Jk'] });
  });
});

describe('a response that the standards do not allow', () => {
  itRejects(
    'checks/by-the-standards',
    standard([
      {
        file: '../../signature/missing/neither-element-signed',
        fails: { 'sig.response.present': '0', 'sig.assertion.present': '0', 'claims.source': 'none' },
      },
      {
        file: 'only-the-assertion-signed-and-changed',
        fails: {
          'sig.assertion.digest': 'uT9F/chE3RTkSseFg6ypYwbXkFXf0G9zC2MWtPGaA0s=',
          'claims.source': 'none',
        },
      },
      {
        file: 'only-the-response-signed-and-the-assertion-changed',
        fails: {
          'sig.response.digest': '6x8/ki2t/5ryJruvdtXjWDcNpG0ozKz9aRlDTCk1wWk=',
          'claims.source': 'none',
        },
      },
      {
        file: 'only-the-assertion-signed-and-another-destination',
        fails: { 'resp.destination': 'https://other.example/acs' },
      },
      { file: 'only-the-response-signed-and-no-destination', fails: { 'resp.destination': 'none' } },
      { file: '../issuer-and-audience/no-destination', fails: { 'resp.destination': 'none' } },
      {
        file: 'only-the-assertion-signed-and-another-issuer-of-the-response',
        fails: { 'resp.issuer': 'https://other.example' },
      },
      {
        file: 'only-the-assertion-signed-and-another-request-in-the-response',
        fails: { 'resp.inResponseTo': '_other' },
      },
      {
        file: '../times/an-assertion-issued-301-seconds-ahead',
        fails: { 'ass.issueInstant': '2026-11-24T12:05:01.000Z, 301 s ahead of this clock' },
      },
      { file: '../subject/no-nameid', fails: { 'ass.nameId.value': 'no NameID' } },
      {
        file: 'an-entity-as-nameid-with-a-name-qualifier',
        fails: { 'ass.nameId.format': 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity with NameQualifier' },
      },
      {
        file: 'a-format-of-the-nameid-that-is-no-uri',
        fails: { 'saml.schema': 'Format "1:x" of saml:NameID is no anyURI' },
      },
      {
        file: 'two-authentications-that-are-both-over',
        fails: { 'ass.authn': '2026-11-24T08:00:00Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
      },
      {
        file: 'two-authentications-of-which-one-lies-in-the-future',
        fails: { 'ass.authn': '2026-11-24T13:00:00Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
      },
      {
        file: 'two-authentications-of-which-one-ends-at-no-time',
        fails: { 'ass.authn': '2026-11-24T12:00:00Z, urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
      },
      {
        file: '../attributes/another-role',
        when: 'with a role',
        expecting: { role: 'agent' },
        fails: { 'ass.roles': '"manager"' },
      },
      { file: 'extensions', fails: { 'saml.noStray': 'samlp:Extensions in samlp:Response' } },
      { file: 'an-issuer-as-a-value', fails: { 'saml.noStray': 'saml:Issuer in saml:AttributeValue' } },
      {
        file: 'a-part-of-a-signature-as-a-value',
        fails: { 'saml.noStray': 'ds:KeyInfo in saml:AttributeValue, ds:KeyName in saml:AttributeValue' },
      },
      {
        file: 'a-nameid-as-a-value-with-an-unknown-attribute',
        fails: { 'saml.noStray': 'attribute Role of saml:NameID' },
      },
      {
        file: 'a-value-of-a-type-that-nobody-declares',
        fails: { 'saml.noStray': 'an unknown xsi:type in saml:AttributeValue' },
      },
    ]),
  );

  const folder = (...path: string[]): string => join(import.meta.dirname, 'responses', ...path);

  /** All files of the kinds of fault in which the profiles do not differ. */
  const folders = [
    ...['reading', 'signature'].flatMap((room) => readdirSync(folder(room)).map((name) => `${room}/${name}`)),
    ...['schema', 'version', 'ids', 'in-response-to', 'status', 'no-response'].map((name) => `checks/${name}`),
  ];
  // Those that lack one of two signatures, and those that only the expectations of their own cases refuse.
  const apart = ['signature/certificate-unfit', 'signature/missing'];
  const good = ['no-certificate-expected'];

  for (const name of folders.filter((one) => !apart.includes(one))) {
    it(`${name}/: every file is refused by the standards too`, () => {
      const files = readdirSync(folder(name)).map((file) => file.replace(/\.xml$/, ''));
      const accepted = files.filter(
        (file) => checkResponse(readResponse(name, file), { ...expected, profile: 'standard', role: 'agent' }).ok,
      );
      expect(files).not.to.be.empty;
      expect(accepted.filter((file) => !good.includes(file))).to.deep.equal([]);
    });
  }
});

describe('a profile that is none', () => {
  const good = readResponse('.', 'good');

  it('is refused, and does not count as absent', () => {
    for (const profile of ['Standard', '', 'lenient', 7, {}, ['standard'], true]) {
      const report = checkResponse(good, { ...expected, profile } as unknown as Expected);
      expect(report.ok, JSON.stringify(profile)).to.equal(false);
      expect(report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).to.deep.equal(['profile']);
    }
  });

  it('does not make the rules milder', () => {
    const field = readResponse('signature/missing', 'only-the-assertion-signed');
    const report = checkResponse(field, { ...expected, profile: 'lenient' } as unknown as Expected);
    const failed = report.checks.filter(({ status }) => status === 'fail');
    expect(failed.map(({ id }) => id)).to.deep.equal(['profile', 'sig.response.present']);
    expect(failed[0]).to.include({ actual: '"lenient"' });
  });

  it('is not what is meant by absent', () => {
    for (const profile of [undefined, null, 'salesforce']) {
      expect(checkResponse(good, { ...expected, profile } as Expected).ok, String(profile)).to.equal(true);
    }
  });
});
