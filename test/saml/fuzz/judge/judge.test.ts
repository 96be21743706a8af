import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { key, otherKey } from '../../keys.ts';
import { replace, type Edit } from '../../sign-in.ts';
import { makeOriginals } from '../originals/originals.ts';
import { judgeFor, type Verdict } from './judge.ts';
import { POLICY_REASONS } from './policy.ts';

const ORIGINALS = makeOriginals();

/** @param name of the original that is changed. */
function verdictOn(edit: Edit, name = 'the usual form'): Verdict {
  const { xml, bytes } = ORIGINALS.find((original) => original.name === name)!;
  return judgeFor(bytes, key.certificatePem)(Buffer.from(edit(xml)));
}

const base64 = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');
const certificate = (pem: string): string => `<ds:X509Certificate>${base64(pem)}</ds:X509Certificate>`;
const keyInfo = (content: string): Edit =>
  replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, `<ds:KeyInfo>${content}</ds:KeyInfo>`);

describe("the fuzzer's judge", () => {
  const different: Record<string, Edit> = {
    'another value': replace('>agent<', '>admin<'),
    'an attribute whose name begins with xmlns': replace('<samlp:Status>', '<samlp:Status xmlnsX="evil">'),
    'a blank more between tags': replace('<samlp:Status>', '<samlp:Status> '),
    'a reference to a carriage return in a value': replace('>agent<', '>agent&#13;<'),
    'a byte order mark behind the declaration': replace('<samlp:Response', '\uFEFF<samlp:Response'),
    'a namespace that a PrefixList names': replace('<samlp:Response', '<samlp:Response xmlns:xs="urn:x"'),
    'an object in a signature': replace('</ds:Signature>', '<ds:Object><x ID="_evil"/></ds:Object></ds:Signature>'),
    'an attribute ID of a signature': replace('<ds:Signature ', '<ds:Signature ID="_evil" '),
    'an Id that something else has': replace('<ds:KeyInfo>', '<ds:KeyInfo Id="_x" ID="_x">'),
    'text in a signature': replace('<ds:SignatureValue>', 'x<ds:SignatureValue>'),
    'a byte order mark in a signature': replace('<ds:KeyInfo>', '<ds:KeyInfo>\uFEFF'),
    'a no-break space in a signature': replace('<ds:SignatureValue>', '\u00A0<ds:SignatureValue>'),
    'another signature value': replace(/(?<=<ds:SignatureValue>\s*)\w/, '+'),
    'an empty signature value': replace(/(?<=<ds:SignatureValue>)[^<]*/, ''),
    'a signature value that is no Base64': replace('<ds:SignatureValue>', '<ds:SignatureValue>%'),
    'a blank in what is signed': replace('<ds:SignatureMethod', ' <ds:SignatureMethod'),
    'no signature': replace(/<ds:Signature .*?<\/ds:Signature>/s, ''),
    'no Assertion': replace(/<saml:Assertion .*<\/saml:Assertion>/s, ''),
    'another certificate': keyInfo(`<ds:X509Data>${certificate(otherKey.certificatePem)}</ds:X509Data>`),
    'a second certificate': replace('</ds:X509Data>', `${certificate(otherKey.certificatePem)}</ds:X509Data>`),
    'bytes behind the certificate': keyInfo(
      `<ds:X509Data>${certificate(Buffer.concat([Buffer.from(base64(key.certificatePem), 'base64'), Buffer.from('x')]).toString('base64'))}</ds:X509Data>`,
    ),
    'a remote key': replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:RetrievalMethod URI="urn:evil"/>'),
    'an empty KeyInfo': keyInfo(''),
    'a foreign RSAKeyValue': replace(
      '<ds:KeyInfo>',
      '<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>',
    ),
  };
  for (const [name, edit] of Object.entries(different)) {
    it(`calls it different: ${name}`, () => {
      expect(verdictOn(edit).verdict).to.equal('different');
    });
  }

  it('calls it different when the bytes are no UTF-8', () => {
    const { xml, bytes } = ORIGINALS[0]!;
    const overlong = Buffer.from(xml.replace('>agent<', '>\u00C1\u0081gent<'), 'latin1');
    expect(judgeFor(bytes, key.certificatePem)(overlong)).to.have.property('verdict', 'different');
  });

  it('calls it different when the signature has another place, which no signature covers', () => {
    const verdict = verdictOn((xml) => {
      const [signature = ''] = /<ds:Signature .*?<\/ds:Signature>/s.exec(xml) ?? [];
      return xml.replace(signature, '').replace('<saml:Assertion', () => `${signature}<saml:Assertion`);
    });
    expect(verdict).to.include({ verdict: 'different', part: 'place of the signature in the Response' });
  });

  it('calls it different when the prefix in a type comes to mean another namespace, which no signature covers', () => {
    const verdict = verdictOn(replace('xmlns:xs="', 'xmlns:xs="urn:x/'), 'canonicalisation with comments');
    expect(verdict).to.include({ verdict: 'different', part: 'types of values' });
  });

  const assertion: Record<string, [isSigned: boolean, edit: Edit]> = {
    'another status': [true, replace('status:Success', 'status:Responder')],
    'no signature of the Response': [true, replace(/<ds:Signature .*?<\/ds:Signature>/s, '')],
    'another status and a comment': [false, (xml) => `${xml.replace('status:Success', 'status:Responder')}<!---->`],
    'another role': [false, replace('>agent<', '>admin<')],
    'no signature at all': [false, (xml) => xml.replace(/<ds:Signature .*?<\/ds:Signature>/gs, '')],
  };
  for (const [name, [isAssertionSigned, edit]] of Object.entries(assertion)) {
    it(`knows that the Assertion is ${isAssertionSigned ? '' : 'not '}as it was signed: ${name}`, () => {
      expect(verdictOn(edit)).to.include({ verdict: 'different', isAssertionSigned });
    });
  }

  const same: Record<string, Edit> = {
    'nothing changed': (xml) => xml,
    'a line break in a tag': replace(' ID="', '\n ID="'),
    'a namespace that nothing uses': replace('<samlp:Status>', '<samlp:Status xmlns:e="urn:e">'),
    'a line break in a signature value': replace(/(?<=<ds:SignatureValue>.{20})/s, '\r\n'),
    'references to carriage returns in a signature value': replace(/(?<=<ds:SignatureValue>.{20})/s, '&#13;'),
    'no certificate': replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, ''),
    'a name of the key': replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:KeyName>x</ds:KeyName>'),
    'the certificate twice': replace('</ds:X509Data>', `${certificate(key.certificatePem)}</ds:X509Data>`),
    'an Id of a signature': replace('<ds:Signature ', '<ds:Signature Id="_s" '),
    'another prefix around SignedInfo': (xml) =>
      xml
        .replace('<ds:Signature ', '<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#" ')
        .replace(/<\/ds:Signature>/, '</d:Signature>'),
    'no declaration': replace(/<\?xml[^>]*>/, ''),
    'a byte order mark at the start': (xml) => `\uFEFF${xml}`,
    'a letter as a reference': replace('>agent<', '>&#97;gent<'),
  };
  for (const [name, edit] of Object.entries(same)) {
    it(`calls it the same: ${name}`, () => {
      expect(verdictOn(edit)).to.deep.equal({ verdict: 'same' });
    });
  }

  const byPolicy: Record<string, Edit> = {
    'a comment': replace('>ada@', '>ada<!---->@'),
    'a processing instruction': (xml) => `${xml}<?x y?>`,
    'a CDATA section': replace('>agent<', '><![CDATA[agent]]><'),
    'a document type': replace('<samlp:Response', '<!DOCTYPE samlp:Response><samlp:Response'),
    'an XML declaration other than 1.0 and UTF-8': replace('version="1.0"', 'version="1.1"'),
    'a namespace with another character than a URI needs': replace(
      '<samlp:Status>',
      '<samlp:Status xmlns:e="urn:e&quot;">',
    ),
    'a name with a character beyond U+FFFF': replace('<samlp:Status>', '<samlp:Status xmlns:\u{10400}="urn:e">'),
    'an element with the prefix __proto__': (xml) =>
      xml
        .replace('<ds:KeyInfo>', '<__proto__:KeyInfo xmlns:__proto__="http://www.w3.org/2000/09/xmldsig#">')
        .replace('</ds:KeyInfo>', '</__proto__:KeyInfo>'),
  };
  it('has an example of each reason', () => {
    expect(Object.keys(byPolicy)).to.have.members([...POLICY_REASONS]);
  });

  for (const [reason, edit] of Object.entries(byPolicy)) {
    it(`names the policy that refuses ${reason}`, () => {
      expect(verdictOn(edit)).to.deep.equal({ verdict: 'refused by policy', reason });
    });
  }

  it('calls a comment different in a SignedInfo with comments, and not in content, where the reference drops it', () => {
    const name = 'canonicalisation with comments';
    const inSignedInfo = verdictOn(replace('<ds:SignatureMethod', '<!-- x --><ds:SignatureMethod'), name);
    expect(inSignedInfo.verdict).to.equal('different');
    expect(verdictOn(replace('>ada@', '>ada<!---->@'), name).verdict).to.equal('refused by policy');
  });

  for (const { name, xml, bytes } of ORIGINALS) {
    it(`knows the form "${name}": the role is signed, white space in a tag is not`, () => {
      const judge = judgeFor(bytes, key.certificatePem);
      expect(judge(Buffer.from(xml.replace(' ID=', '  ID='))).verdict).to.equal('same');
      expect(judge(Buffer.from(xml.replace('>agent<', '>admin<'))).verdict).to.equal('different');
    });
  }

  it('shares no code with the checker: it imports nothing but itself and what Node.js has', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const imports = files.flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/ from '([^']*)'/g)].map(
        ([, from = '']) => from,
      ),
    );
    expect(files.length).to.be.above(5);
    expect(imports.filter((from) => !/^(\.\/[\w-]+\.ts|node:\w+)$/.test(from))).to.deep.equal([]);
  });
});
