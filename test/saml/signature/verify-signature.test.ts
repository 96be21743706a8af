import { XMLSerializer } from '@xmldom/xmldom';
import { expect } from 'chai';
import { readCertificate } from '../../../plugin/saml/reading/certificate.ts';
import { childrenNamed } from '../../../plugin/saml/reading/elements.ts';
import { ASSERTION, SIGNATURE } from '../../../plugin/saml/reading/namespaces.ts';
import { parseDocument } from '../../../plugin/saml/reading/parse-document.ts';
import { verifySignature } from '../../../plugin/saml/signature/verify-signature.ts';
import { key, otherKey } from '../keys.ts';
import { makeXml, replace, type Edit } from '../sign-in.ts';

const DECLARED = ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';

/** The Assertion's digest covers a namespace of its PrefixList, which the Response declares. */
const signed = makeXml({
  signatures: 'assertion',
  assertion: replace('<saml:Assertion', `<saml:Assertion${DECLARED}`),
  signedAssertion: replace(`<saml:Assertion${DECLARED}`, '<saml:Assertion'),
  response: replace('<samlp:Response', `<samlp:Response${DECLARED}`),
});

/** Verifies the Assertion's signature in a document, and says whether the document is unchanged. */
function verify(xml: string, certificatePem: string): { outcome: string; untouched: boolean } {
  const parsed = parseDocument(xml);
  const reading = readCertificate(certificatePem);
  if (!parsed.ok || !reading.ok) {
    throw new Error('the test has made no document or no certificate');
  }
  const { document } = parsed;
  const write = (): string => new XMLSerializer().serializeToString(document.root);
  const before = write();
  const [assertion] = childrenNamed(document.root, ASSERTION, 'Assertion') as [Element];
  const [signature] = childrenNamed(assertion, SIGNATURE, 'Signature') as [Element];
  const { outcome } = verifySignature(document, assertion, signature, [reading.certificate]);
  return { outcome, untouched: write() === before };
}

describe('verifying a signature', () => {
  const cases: Array<{ name: string; edit: Edit; certificate: string; outcome: string }> = [
    { name: 'a good one', edit: (xml) => xml, certificate: key.certificatePem, outcome: 'verified' },
    { name: 'of another key', edit: (xml) => xml, certificate: otherKey.certificatePem, outcome: 'other key' },
    {
      name: 'of content that was changed',
      edit: replace('>agent<', '>admin<'),
      certificate: key.certificatePem,
      outcome: 'altered',
    },
    {
      name: 'with a method that the library does not know',
      edit: replace(/(?<=<ds:Transform Algorithm=")[^"]*exc-c14n#/, 'urn:unknown'),
      certificate: key.certificatePem,
      outcome: 'unreadable',
    },
  ];
  for (const { name, edit, certificate, outcome } of cases) {
    it(`${name}: ${outcome}, and the document stays unchanged`, () => {
      expect(verify(edit(signed), certificate)).to.deep.equal({ outcome, untouched: true });
    });
  }
});
