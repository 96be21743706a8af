import { expect } from 'chai';
import { parseXml } from './parse-xml.ts';
import { elementsFrom, nodesIn } from './xml-tree.ts';

const MALFORMED: Record<string, string> = {
  'an empty text': '',
  'only white space': ' \n',
  'two document elements': '<a/><b/>',
  'text before the document element': 'x<a/>',
  'text behind the document element': '<a/>x',
  'an end tag too many': '<a/></a>',
  'an end tag of another name': '<a></b>',
  'an end tag in other letters': '<a></A>',
  'an element that does not end': '<a><b></b>',
  'a tag that does not end': '<a',
  'a blank before a name': '< a/>',
  'a blank in an end tag before the name': '<a></ a>',
  'an attribute without a value': '<a b/>',
  'an attribute without quotes': '<a b=c/>',
  'attributes without a blank between them': '<a b="1"c="2"/>',
  'a less-than sign in an attribute': '<a b="<"/>',
  'an attribute twice': '<a b="1" b="2"/>',
  'an attribute under two prefixes of one namespace': '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>',
  'a prefix that is not declared': '<p:a/>',
  'a prefix of an attribute that is not declared': '<a p:b="1"/>',
  'a prefix that was declared beside it only': '<a><b xmlns:p="urn:x"/><p:c/></a>',
  'two colons in a name': '<a:b:c xmlns:a="urn:x"/>',
  'a local name that begins with a digit': '<p:1 xmlns:p="urn:x"/>',
  'a name that begins with a colon': '<:a/>',
  'an undeclared prefix': '<a xmlns:p="urn:x"><b xmlns:p=""/></a>',
  'the prefix xmlns declared': '<a xmlns:xmlns="urn:x"/>',
  'the prefix xml for another namespace': '<a xmlns:xml="urn:x"/>',
  'another prefix for the namespace of xml': '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
  'the namespace of xmlns declared': '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>',
  'an ampersand alone': '<a>&</a>',
  'a reference without an end': '<a>&amp</a>',
  'an entity that is not declared': '<a>&nbsp;</a>',
  'a reference in an attribute to a character that XML forbids': '<a b="&#0;"/>',
  'a reference to half a surrogate pair': '<a>&#xD800;</a>',
  'a reference beyond the last character': '<a>&#x110000;</a>',
  'a reference with a capital X': '<a>&#X41;</a>',
  'a character that XML forbids': '<a>\u0001</a>',
  'a character that is none': '<a>\uFFFE</a>',
  'the end of a CDATA section in a text': '<a>]]></a>',
  'a CDATA section that does not end': '<a><![CDATA[x]]</a>',
  'a CDATA section outside': '<a/><![CDATA[]]>',
  'two hyphens in a comment': '<a><!-- -- --></a>',
  'three hyphens at the end of a comment': '<a><!-- x ---></a>',
  'an instruction for xml': '<a><?xml version="1.0"?></a>',
  'an instruction for XML in capitals': '<?XML x?><a/>',
  'an instruction with a colon': '<a><?x:y z?></a>',
  'a declaration behind a blank': ' <?xml version="1.0"?><a/>',
  'a declaration without a version': '<?xml encoding="UTF-8"?><a/>',
  'a declaration of version 2': '<?xml version="2.0"?><a/>',
  'two byte order marks': '\uFEFF\uFEFF<a/>',
  'a byte order mark behind the declaration': '<?xml version="1.0"?>\uFEFF<a/>',
  'a byte order mark behind the document element': '<a/>\uFEFF',
  'a document type behind the document element': '<a/><!DOCTYPE a>',
  'two document types': '<!DOCTYPE a><!DOCTYPE a><a/>',
  'a document type with an internal subset': '<!DOCTYPE a [<!ENTITY x "y">]><a/>',
};

describe("the judge's reader of XML", () => {
  for (const [name, text] of Object.entries(MALFORMED)) {
    it(`refuses ${name}`, () => {
      expect(() => parseXml(text)).to.throw();
    });
  }

  it('reads names, namespaces and values', () => {
    const { root } = parseXml('<p:a xmlns:p="urn:p" xmlns="urn:d" b="1" p:b=\'"2"\'><c/></p:a>');
    const [a, c] = elementsFrom(root);
    expect(a).to.include({ prefix: 'p', local: 'a', namespace: 'urn:p' });
    expect(c).to.include({ prefix: '', local: 'c', namespace: 'urn:d' });
    expect(a?.attributes.map(({ name, namespace, value }) => [name, namespace, value])).to.deep.equal([
      ['b', '', '1'],
      ['p:b', 'urn:p', '"2"'],
    ]);
  });

  it('knows where everything is in the text', () => {
    const text = '\uFEFF<a ><b c = "&lt;" />x&amp;y</a\n>';
    const { root } = parseXml(text);
    const [b, content] = root.children;
    const [attribute] = elementsFrom(root)[1]?.attributes ?? [];
    expect(text.slice(root.start, root.end)).to.equal(text.slice(1));
    expect(text.slice(root.tagEnd, root.closing)).to.equal('<b c = "&lt;" />x&amp;y');
    expect(text.slice(b?.start, b?.end)).to.equal('<b c = "&lt;" />');
    expect(text.slice(content?.start, content?.end)).to.equal('x&amp;y');
    expect(text.slice(attribute?.start, attribute?.end)).to.equal('c = "&lt;"');
    expect(text.slice(attribute?.valueStart, attribute?.valueEnd)).to.equal('&lt;');
  });

  it('makes one line feed of each line end, and a blank of it in an attribute', () => {
    const { root } = parseXml('<a b="1\r\n2\t3&#10;4">1\r\n2\r3\n4<![CDATA[\r\n]]></a>');
    expect(root.attributes[0]?.value).to.equal('1 2 3\n4');
    expect(nodesIn(root)).to.have.nested.property('[0].text', '1\n2\n3\n4');
    expect(nodesIn(root)).to.have.nested.property('[1].text', '\n');
  });

  it('reads 10,000 elements within one another', () => {
    let { root } = parseXml('<a>'.repeat(10_000) + '</a>'.repeat(10_000));
    let depth = 1;
    for (let [child] = root.children; child?.kind === 'element'; [child] = root.children) {
      root = child;
      depth += 1;
    }
    expect(depth).to.equal(10_000);
  });
});
