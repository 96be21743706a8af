import { expect } from 'chai';
import { childElements } from '../../../../plugin/saml/reading/elements.ts';
import { parseStrictly } from '../../../../plugin/saml/reading/xml/strict-parser.ts';
import { parse } from '../../parse.ts';

describe('a parsed document', () => {
  const root = parse('<a xmlns="urn:a" xmlns:p="urn:p">x<p:b p:c="1" c="2" xmlns="">y</p:b>z<d xmlns:p="urn:q"/></a>');
  const [b, d] = childElements(root) as [typeof root, typeof root];

  it('holds elements and texts in their order', () => {
    expect(root.childNodes).to.deep.equal(['x', b, 'z', d]);
    expect(b.parentNode).to.equal(root);
  });

  it('names elements and attributes with their namespaces', () => {
    expect(b).to.include({ tagName: 'p:b', localName: 'b', namespaceURI: 'urn:p' });
    expect(b.attributes.map(({ name, namespaceURI }) => [name, namespaceURI])).to.deep.equal([
      ['p:c', 'urn:p'],
      ['c', ''],
      ['xmlns', 'http://www.w3.org/2000/xmlns/'],
    ]);
    expect(b.getAttributeNodeNS('urn:p', 'c')?.value).to.equal('1');
    expect(b.getAttributeNodeNS('urn:a', 'c')).to.equal(undefined);
  });

  it('knows what a prefix stands for', () => {
    expect(b.lookupNamespaceURI('p')).to.equal('urn:p');
    expect(d.lookupNamespaceURI('p')).to.equal('urn:q');
    expect(d.lookupNamespaceURI('')).to.equal('urn:a');
    expect(b.lookupNamespaceURI('')).to.equal(null);
    expect(d.lookupNamespaceURI('q')).to.equal(null);
  });

  it('keeps carriage returns that are references, and makes one line feed of every other line end', () => {
    expect(parse('<a b="&#13;&#xA;">&#xD;\r\n\r</a>')).to.deep.include({ childNodes: ['\r\n\n'] });
    expect(parse('<a b="&#13;&#xA;"/>').attributes[0]?.value).to.equal('\r\n');
  });
});

describe('a text of more attributes than a response may have', () => {
  it('is refused where the limit is passed', () => {
    const attributes = Array.from({ length: 190 }, (_, index) => ` a${index}=""`).join('');
    expect(parseStrictly(`<a>${`<b${attributes}/>`.repeat(66)}</a>`)).to.deep.include({
      ok: false,
      reason: 'more than 12500 attributes.',
      position: { line: 1, column: 93013 },
    });
  });
});

describe('a prefix that readers in JavaScript lose', () => {
  for (const [text, name] of [
    ['<a xmlns:__proto__="urn:a"><__proto__:b/></a>', '__proto__:b'],
    ['<a xmlns:__proto__="urn:a" __proto__:b=""/>', '__proto__:b'],
  ] as const) {
    it(`is refused in ${text}`, () => {
      expect(parseStrictly(text)).to.deep.include({
        ok: false,
        reason: `the name "${name}" has a prefix that many readers lose.`,
      });
    });
  }

  it('may be declared, and __proto__ may be a name', () => {
    expect(parseStrictly('<a xmlns:__proto__="urn:a"><__proto__ __proto__=""/></a>')).to.include({ ok: true });
  });
});
