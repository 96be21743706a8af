import { expect } from 'chai';
import { checkResponse } from '../../../plugin/setup/verify/check-response.ts';
import type { CheckId } from '../../../plugin/saml/report/check-table.ts';
import { expected, makeXml, replace, reportOn, withStatus } from '../sign-in.ts';

const check = (report: ReturnType<typeof checkResponse>, id: string) => report.checks.find((one) => one.id === id)!;

describe('the report on a response that departs from the schema', () => {
  it('names the section about the element that departs from the schema, and why it is refused', () => {
    const more = (part: string) => reportOn({ assertion: replace('</saml:Conditions>', `${part}</saml:Conditions>`) });
    const twice = check(more('<saml:OneTimeUse/><saml:OneTimeUse/>'), 'saml.schema');
    expect(twice).to.include({ status: 'fail', kind: 'schema', section: 'SAML Core 2.5.1.5', hint: undefined });
    const unknown = check(more('<saml:Condition/>'), 'saml.noStray');
    expect(unknown).to.include({ status: 'fail', section: 'SAML Core 2.5.1.3' });
    expect(unknown.hint).to.equal(
      'The schema allows it, but it is refused: an assertion with a condition that is not understood is not valid.',
    );
  });

  const onPurpose: Array<{ what: string; edit: (xml: string) => string; section: string; why: RegExp }> = [
    {
      what: 'a key in a confirmation',
      edit: replace(
        /(?<=<saml:SubjectConfirmationData [^>]*)\/>/,
        '><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></saml:SubjectConfirmationData>',
      ),
      section: 'SAML Core 2.4.1.3',
      why: /confirms the holder of a key/,
    },
    {
      what: 'an element of somebody else in a confirmation',
      edit: replace(
        /(?<=<saml:SubjectConfirmationData [^>]*)\/>/,
        '><e:x xmlns:e="urn:e"/></saml:SubjectConfirmationData>',
      ),
      section: 'SAML Core 2.4.1.2',
      why: /hide a second assertion/,
    },
    {
      what: 'a type of an element',
      edit: replace(
        '<saml:AuthnStatement ',
        '<saml:AuthnStatement xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="saml:AuthnStatementType" ',
      ),
      section: 'SAML Core 2.7.2',
      why: /another meaning/,
    },
  ];
  for (const { what, edit, section, why } of onPurpose) {
    it(`says that the schema allows it, and why it is refused all the same: ${what}`, () => {
      const found = check(reportOn({ assertion: edit }), 'saml.noStray');
      expect(found).to.include({ status: 'fail', section });
      expect(found.hint).to.match(/^The schema allows it, but it is refused: /);
      expect(found.hint).to.match(why);
    });
  }

  it('says why it refuses a name for the key that it does not know', () => {
    const digest = '<d:X509Digest xmlns:d="http://www.w3.org/2009/xmldsig11#" Algorithm="urn:x">AAAA</d:X509Digest>';
    const report = reportOn({ signedResponse: replace('<ds:X509Data>', `<ds:X509Data>${digest}`) });
    expect(withStatus(report, 'fail')).to.deep.equal(['saml.noStray', 'sig.response.form']);
    expect(check(report, 'saml.noStray').hint).to.match(/cannot be compared with the expected certificate/);
  });
});

describe('the place of a fault in the text', () => {
  it('says where in the text a fault is, if it is at one place', () => {
    const withComment = reportOn({ signedResponse: replace('<samlp:Status>', '\n<!-- --><samlp:Status>') });
    const { actual, position } = check(withComment, 'xml.safe');
    expect(actual).to.equal(`${position?.line}:1: a comment`);
    expect(position).to.deep.equal({ line: 42, column: 1 });
    const open = check(
      reportOn({ signedResponse: replace('<samlp:Status>', '\n<x><samlp:Status>') }),
      'xml.wellformed',
    );
    expect(open.actual).to.match(/^\d+:\d+: unexpected close tag/);
    expect(open.actual).to.include(`${open.position?.line}:${open.position?.column}: `);
    expect(check(checkResponse('', expected), 'decode.base64').position).to.equal(undefined);
  });

  const assertion = (edit: (xml: string) => string) => ({ assertion: edit });
  const places: Array<{
    what: string;
    making: Parameters<typeof reportOn>[0];
    id: CheckId;
    at: string;
    last?: boolean;
  }> = [
    {
      what: 'an unknown attribute, written over two lines',
      making: assertion(replace('<saml:Conditions ', '<saml:Conditions\n  a="x &gt;"\tb = \'"\' ')),
      id: 'saml.noStray',
      at: 'a="x',
    },
    {
      what: 'an attribute with a wrong value behind others',
      making: assertion(
        replace('<saml:AuthnContextClassRef>', '<saml:AuthenticatingAuthority/><saml:AuthnContextClassRef>'),
      ),
      id: 'saml.schema',
      at: '<saml:AuthenticatingAuthority/>',
    },
    {
      what: 'a child that is missing, at its parent',
      making: assertion(replace(/<saml:AuthnContext>.*<\/saml:AuthnContext>/, '')),
      id: 'saml.schema',
      at: '<saml:AuthnStatement ',
    },
    {
      what: 'an element that is unknown, behind letters beyond U+FFFF',
      making: { content: { nameId: 'ada 🏔🏔' }, assertion: replace('</saml:Subject>', '</saml:Subject><e/>') },
      id: 'saml.noStray',
      at: '<e/>',
    },
    {
      what: 'the second of two that may occur once',
      making: assertion(replace('</saml:Conditions>', '<saml:OneTimeUse/><saml:OneTimeUse/></saml:Conditions>')),
      id: 'saml.schema',
      at: '<saml:OneTimeUse/>',
      last: true,
    },
    {
      what: 'an ID that is used twice',
      making: { content: { assertionId: '_x', responseId: '_x' } },
      id: 'saml.ids',
      at: 'ID="_x"',
      last: true,
    },
    {
      what: 'an element that is encrypted',
      making: assertion(replace('</saml:AttributeStatement>', '<saml:EncryptedAttribute/></saml:AttributeStatement>')),
      id: 'saml.notEncrypted',
      at: '<saml:EncryptedAttribute/>',
    },
    {
      what: 'a second assertion',
      making: { signedResponse: replace('</samlp:Response>', '<saml:Assertion xmlns:saml="urn:x"/></samlp:Response>') },
      id: 'saml.oneAssertion',
      at: '<saml:Assertion xmlns:saml="urn:x"/>',
    },
    {
      what: 'a signature of another form',
      making: { signedResponse: replace('</ds:Signature>', '<ds:Object/></ds:Signature>') },
      id: 'sig.response.form',
      at: '<ds:Signature ',
    },
  ];
  for (const { what, making, id, at, last = false } of places) {
    it(`says where it is: ${what}`, () => {
      const xml = makeXml(making);
      const before = xml.slice(0, last ? xml.lastIndexOf(at) : xml.indexOf(at)).split('\n');
      const { actual, position } = check(reportOn(making), id);
      expect(position).to.deep.equal({ line: before.length, column: Array.from(before.at(-1)!).length + 1 });
      expect(actual).to.match(new RegExp(`^${position?.line}:${position?.column}: .`));
    });
  }
});
