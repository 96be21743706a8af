import { expect } from 'chai';
import { meaningOf } from './meaning.ts';
import { makeXml, replace, type Edit } from '../sign-in.ts';

const xml = makeXml();
const meaning = meaningOf(xml);

describe('the meaning of a response, by which the fuzzer judges', () => {
  const other: Record<string, Edit> = {
    'another value': replace('>agent<', '>admin<'),
    'a comment inside a value': replace('>ada@', '>ada<!---->@'),
    'a document type': replace('<samlp:Response', '<!DOCTYPE r><samlp:Response'),
    'a comment behind the document element': (text) => `${text}<!-- x -->`,
    'an object in a signature': replace('</ds:Signature>', '<ds:Object><x ID="_evil"/></ds:Object></ds:Signature>'),
    'an ID of a signature': replace('<ds:Signature ', '<ds:Signature ID="_evil" '),
    'a remote key': replace('<ds:KeyInfo>', '<ds:KeyInfo><ds:RetrievalMethod URI="urn:evil"/>'),
    'another certificate': replace(/(?<=<ds:X509Certificate>\s*)\w/, 'X'),
    'another signature value': replace(/(?<=<ds:SignatureValue>\s*)\w/, '+'),
    'a blank in what is signed': replace('<ds:SignatureMethod', ' <ds:SignatureMethod'),
    'no signature': replace(/<ds:Signature .*?<\/ds:Signature>/s, ''),
  };
  for (const [name, edit] of Object.entries(other)) {
    it(`changes with ${name}`, () => {
      expect(meaningOf(edit(xml)) === meaning).to.equal(false);
    });
  }

  const same: Record<string, Edit> = {
    'a line break in a tag': replace(' ID="', '\n ID="'),
    'a namespace that nothing uses': replace('<samlp:Status>', '<samlp:Status xmlns:e="urn:e">'),
    'a line break in a signature value': replace(/(?<=<ds:SignatureValue>.{20})/s, '\r\n'),
    'no certificate': replace(/<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, ''),
    'no declaration': replace(/<\?xml[^>]*>/, ''),
  };
  for (const [name, edit] of Object.entries(same)) {
    it(`stays the same with ${name}`, () => {
      expect(meaningOf(edit(xml)) === meaning).to.equal(true);
    });
  }
});
