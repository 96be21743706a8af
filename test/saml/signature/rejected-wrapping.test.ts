import type { CheckId } from '../../../plugin/saml/report/check-table.ts';
import { itRejects, type Rejection } from '../rejections.ts';
import { makeXml, replace } from '../sign-in.ts';
import { forge, inPlaceOfAssertion, wrappingShapes } from './wrapping.ts';

type Base = 'response' | 'assertion' | 'both';

/** Which checks each shape fails beside those that a base with one signature fails anyway. */
const FAILS: Record<Base, Record<number, CheckId[]>> = {
  response: {
    1: ['saml.ids', 'saml.oneAssertion', 'saml.noStray', 'sig.response.form', 'claims.source', 'ass.nameId.value'],
    2: ['saml.ids', 'saml.oneAssertion', 'saml.noStray', 'sig.response.form', 'claims.source', 'ass.nameId.value'],
    3: ['saml.oneAssertion', 'sig.response.digest', 'claims.source', 'ass.nameId.value'],
    4: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest', 'claims.source', 'ass.nameId.value'],
    5: ['saml.oneAssertion', 'sig.response.digest', 'claims.source', 'ass.nameId.value'],
    6: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest', 'claims.source', 'ass.nameId.value'],
    7: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest', 'claims.source'],
    8: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest', 'claims.source', 'ass.nameId.value'],
  },
  assertion: {
    1: ['saml.ids', 'saml.oneAssertion', 'saml.noStray', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
    2: ['saml.ids', 'saml.oneAssertion', 'saml.noStray', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
    3: ['saml.oneAssertion', 'sig.assertion.present', 'claims.source', 'ass.nameId.value'],
    4: ['saml.oneAssertion', 'saml.noStray', 'sig.assertion.present', 'claims.source', 'ass.nameId.value'],
    5: ['saml.oneAssertion', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
    6: ['saml.oneAssertion', 'saml.noStray', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
    7: ['saml.oneAssertion', 'saml.noStray'],
    8: ['saml.oneAssertion', 'saml.noStray', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
  },
  both: {
    1: [
      'saml.ids',
      'saml.oneAssertion',
      'saml.noStray',
      'sig.response.form',
      'sig.assertion.digest',
      'claims.source',
      'ass.nameId.value',
    ],
    2: [
      'saml.ids',
      'saml.oneAssertion',
      'saml.noStray',
      'sig.response.form',
      'sig.assertion.digest',
      'claims.source',
      'ass.nameId.value',
    ],
    3: ['saml.oneAssertion', 'sig.response.digest', 'sig.assertion.present', 'claims.source', 'ass.nameId.value'],
    4: [
      'saml.oneAssertion',
      'saml.noStray',
      'sig.response.digest',
      'sig.assertion.present',
      'claims.source',
      'ass.nameId.value',
    ],
    5: ['saml.oneAssertion', 'sig.response.digest', 'sig.assertion.form', 'claims.source', 'ass.nameId.value'],
    6: [
      'saml.oneAssertion',
      'saml.noStray',
      'sig.response.digest',
      'sig.assertion.form',
      'claims.source',
      'ass.nameId.value',
    ],
    7: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest'],
    8: [
      'saml.oneAssertion',
      'saml.noStray',
      'sig.response.digest',
      'sig.assertion.form',
      'claims.source',
      'ass.nameId.value',
    ],
  },
};

const MISSING: Record<Base, CheckId[]> = {
  response: ['sig.assertion.present'],
  assertion: ['sig.response.present'],
  both: [],
};

for (const base of ['response', 'assertion', 'both'] as const) {
  const signed = makeXml({ signatures: base }).replace(/^<\?xml[^>]*>/, '');
  describe(`signature wrapping, ${base} signed`, () => {
    itRejects(
      Object.entries(wrappingShapes).map(([number, shape]): Rejection => ({
        name: `shape ${number}`,
        from: { xml: shape(signed) },
        fails: [...MISSING[base], ...FAILS[base][Number(number)]!],
      })),
    );
  });
}

describe('other ways to bring in a second meaning', () => {
  itRejects([
    {
      name: 'a second Assertion with the same ID',
      from: { signedResponse: inPlaceOfAssertion((original) => original.replace(/>ada@/g, '>eve@') + original) },
      fails: [
        'saml.ids',
        'saml.oneAssertion',
        'sig.response.digest',
        'sig.assertion.digest',
        'claims.source',
        'ass.nameId.value',
      ],
    },
    {
      name: 'the response inside a foreign element',
      from: { xml: `<wrapper xmlns="urn:e">${makeXml().replace(/^<\?xml[^>]*>/, '')}</wrapper>` },
      fails: ['saml.root'],
    },
    {
      name: 'an Assertion of a look-alike namespace before the signed one',
      from: {
        response: inPlaceOfAssertion(
          (original) => `<e:Assertion xmlns:e="urn:oasis:names:tc:SAML:1.0:assertion"/>${original}`,
        ),
      },
      fails: ['saml.oneAssertion', 'saml.noStray'],
    },
    {
      name: 'a forged Assertion inside an attribute value',
      from: {
        signedResponse: (xml) => {
          const [assertion] = /<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(xml)!;
          return xml.replace('>0055e000001AbCd<', () => `>${forge(assertion)}<`);
        },
      },
      fails: ['saml.oneAssertion', 'saml.noStray', 'sig.response.digest', 'sig.assertion.digest', 'claims.source'],
    },
    {
      name: 'an attribute of another namespace that looks like the ID',
      from: { response: replace(' Version="2.0">', ' Version="2.0" samlp:ID="_other">') },
      fails: ['saml.ids'],
    },
    {
      name: 'a second spelling of the ID',
      from: { response: replace(' InResponseTo=', ' Id="_other" InResponseTo=') },
      fails: ['saml.ids'],
    },
  ]);
});
