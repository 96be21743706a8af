import { expect } from 'chai';
import { readCertificate, type Certificate } from '../../../plugin/saml/reading/certificate.ts';
import { Element } from '../../../plugin/saml/reading/element.ts';
import { childrenNamed } from '../../../plugin/saml/reading/elements.ts';
import { ASSERTION, SIGNATURE } from '../../../plugin/saml/reading/namespaces.ts';
import { examineSignature } from '../../../plugin/saml/signature/signature-checks.ts';
import { verifySignature } from '../../../plugin/saml/signature/verify-signature.ts';
import { key, otherKey } from '../keys.ts';
import { parse } from '../parse.ts';
import { makeXml, replace, type Edit } from '../sign-in.ts';

const DECLARED = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';

/** The Assertion's digest covers a namespace of its PrefixList, which the Response declares. */
const signed = makeXml({
  signatures: 'assertion',
  assertion: replace('<saml:Assertion', `<saml:Assertion${DECLARED}`),
  signedAssertion: replace(`<saml:Assertion${DECLARED}`, '<saml:Assertion'),
  response: replace('<samlp:Response', `<samlp:Response${DECLARED}`),
}).replace(/^<\?xml[^>]*>/, '');

function certificateOf(pem: string): Certificate {
  const reading = readCertificate(pem);
  if (!reading.ok) {
    throw new Error(reading.reason);
  }
  return reading.certificate;
}

function onlyChild(parent: Element, namespace: string, localName: string): Element {
  const [child] = childrenNamed(parent, namespace, localName);
  if (child === undefined) {
    throw new Error(`the test has made no ${localName}`);
  }
  return child;
}

describe('verifying a signature', () => {
  const cases: Array<{ name: string; edit?: Edit; certificates?: string[]; outcome: string }> = [
    { name: 'a good one', outcome: 'verified' },
    {
      name: 'with the second of two certificates',
      certificates: [otherKey.certificatePem, key.certificatePem],
      outcome: 'verified',
    },
    { name: 'of another key', certificates: [otherKey.certificatePem], outcome: 'other key' },
    { name: 'without a certificate', certificates: [], outcome: 'no key' },
    { name: 'of content that was changed', edit: replace('>agent<', '>admin<'), outcome: 'other digest' },
    {
      name: 'of a SignedInfo that was changed',
      edit: replace('<ds:SignedInfo>', '<ds:SignedInfo> '),
      outcome: 'other key',
    },
  ];
  for (const { name, edit = (xml: string) => xml, certificates = [key.certificatePem], outcome } of cases) {
    it(`${name}: ${outcome}`, () => {
      const assertion = onlyChild(parse(edit(signed)), ASSERTION, 'Assertion');
      const signature = onlyChild(assertion, SIGNATURE, 'Signature');
      expect(verifySignature(assertion, signature, certificates.map(certificateOf)).outcome).to.equal(outcome);
    });
  }

  it('gives what was signed, without the signature', () => {
    const assertion = onlyChild(parse(signed), ASSERTION, 'Assertion');
    const signature = onlyChild(assertion, SIGNATURE, 'Signature');
    const verification = verifySignature(assertion, signature, [certificateOf(key.certificatePem)]);
    expect(verification).to.have.property('signed').that.is.an.instanceOf(Element);
    const { signed: element } = verification as { signed: Element };
    expect(element.parentNode).to.equal(undefined);
    expect(childrenNamed(element, SIGNATURE, 'Signature')).to.deep.equal([]);
  });
});

/** A copy of a tree, as a parser would give it that mistakes one local name for another. */
function misread(element: Element, from: string, to: string, parent?: Element): Element {
  const renamed = <T extends { localName: string }>(one: T): T =>
    one.localName === from ? { ...one, localName: to } : one;
  const { tagName, localName, namespaceURI, attributes } = element;
  const copy = new Element(renamed({ tagName, localName, namespaceURI }), attributes.map(renamed), parent);
  copy.childNodes.push(
    ...element.childNodes.map((node) => (typeof node === 'string' ? node : misread(node, from, to, copy))),
  );
  return copy;
}

describe('a document that a parser read otherwise than its signed bytes', () => {
  const text = makeXml().replace(/^<\?xml[^>]*>/, '');
  const root = parse(text);
  const trusted = [certificateOf(key.certificatePem)];
  const parts = {
    response: (one: Element) => one,
    assertion: (one: Element) => onlyChild(one, ASSERTION, 'Assertion'),
  };

  for (const part of ['response', 'assertion'] as const) {
    it(`fails sig.${part}.meaning alone, and its ${part} is not verified`, () => {
      const mistaken = misread(root, 'Audience', 'Advice');
      const { findings, verified } = examineSignature(
        part,
        { text, root, elements: 1 },
        parts[part](mistaken),
        trusted,
      );
      const failed = findings.filter(({ status }) => status === 'fail');
      expect(failed).to.deep.equal([
        { id: `sig.${part}.meaning`, status: 'fail', actual: 'other content: saml:Advice' },
      ]);
      expect(verified).to.equal(undefined);
    });

    it(`passes sig.${part}.meaning if nothing was misread`, () => {
      const { findings, verified } = examineSignature(part, { text, root, elements: 1 }, parts[part](root), trusted);
      expect(findings.map(({ status }) => status)).to.deep.equal(Array.from({ length: 7 }, () => 'pass'));
      expect(verified).not.to.equal(undefined);
    });
  }

  it('fails sig.response.meaning for a SignedInfo that was misread', () => {
    const mistaken = misread(root, 'PrefixList', 'Prefixes');
    const { findings, verified } = examineSignature('response', { text, root, elements: 1 }, mistaken, trusted);
    const failed = findings.filter(({ status }) => status === 'fail');
    expect(failed).to.deep.equal([
      { id: 'sig.response.meaning', status: 'fail', actual: 'other content: ec:InclusiveNamespaces' },
    ]);
    expect(verified).to.equal(undefined);
  });
});
