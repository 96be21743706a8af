import { expect } from 'chai';
import { child, childIsTrue, childText, childTexts, readXml, type XmlElement, type XmlFault } from './xml-document.ts';

function rootOf(xml: string | Buffer): XmlElement {
  const reading = readXml(xml);
  if (!reading.ok) {
    throw new Error(reading.fault.problem);
  }
  return reading.root;
}

function faultOf(xml: string | Buffer): XmlFault {
  const reading = readXml(xml);
  if (reading.ok) {
    throw new Error('The document was read');
  }
  return reading.fault;
}

describe('reading an XML document', () => {
  it('gives elements with namespaces, texts, nil and instance types', () => {
    const root = rootOf(
      '<a xmlns="urn:a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b>1 &amp; <![CDATA[<2>]]></b>' +
        '<c xsi:nil="true"/><d xsi:type="x:Thing"/></a>',
    );
    expect(root).to.include({ name: 'a', namespace: 'urn:a' });
    expect(childText(root, 'b')).to.equal('1 & <2>');
    expect(child(root, 'c')).to.include({ nil: true, namespace: 'urn:a' });
    expect(child(root, 'd')).to.include({ nil: false, instanceType: 'Thing' });
  });

  it('gives the place just after a start tag and just after an end tag, counted from 1', () => {
    const root = rootOf('<root>\n    <types>\n        <name>X</name>\n    </types>\n</root>');
    const types = child(root, 'types')!;
    expect(types.afterStart).to.deep.equal({ line: 2, column: 12 });
    expect(types.afterEnd).to.deep.equal({ line: 4, column: 13 });
    expect(child(types, 'name')!.afterEnd).to.deep.equal({ line: 3, column: 23 });
  });

  it('reads bytes with a byte order mark, and bytes in the encoding they declare', () => {
    expect(rootOf(Buffer.from('\ufeff<a>é</a>')).text).to.equal('é');
    expect(rootOf(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')).text).to.equal('é');
  });

  it('treats the texts of empty, blank and nil children as absent', () => {
    const root = rootOf(
      '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b/><c> </c><d xsi:nil="1">x</d><e> 1 </e><e>2</e></a>',
    );
    expect(['b', 'c', 'd', 'missing'].map((name) => childText(root, name))).to.deep.equal(Array(4).fill(undefined));
    expect(childTexts(root, 'e')).to.deep.equal(['1', '2']);
    expect(childIsTrue(root, 'e')).to.equal(true);
    expect(childIsTrue(root, 'b')).to.equal(false);
  });

  it('refuses a document type declaration, so that its entities are never read', () => {
    const fault = faultOf('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>');
    expect(fault.problem).to.match(/^DOCTYPE is disallowed/);
  });

  const malformed: Array<[string, string, string, number, number]> = [
    ['text before the root', 'abc<a/>', 'Content is not allowed in prolog.', 1, 1],
    ['text behind the root', '<a/>x', 'Content is not allowed in trailing section.', 1, 6],
    ['an empty file', '  \n', 'Premature end of file.', 1, 1],
    ['a second root', '<a/>\n<b/>', 'The markup in the document following the root element must be well-formed.', 2, 4],
    [
      'a wrong end tag',
      '<a>\n<b></a>',
      'The element type "b" must be terminated by the matching end-tag "</b>".',
      2,
      8,
    ],
    ['a missing end tag', '<a><b></b>', 'XML document structures must start and end within the same entity.', 1, 11],
    [
      'a bare ampersand',
      '<a>J & B</a>',
      "The entity name must immediately follow the '&' in the entity reference.",
      1,
      7,
    ],
    ['an unknown entity', '<a>&nbsp;</a>', 'The entity "nbsp" was referenced, but not declared.', 1, 10],
    [
      'a tag that starts with a digit',
      '<a><1/></a>',
      'The content of elements must consist of well-formed character data or markup.',
      1,
      6,
    ],
  ];
  for (const [what, xml, problem, line, column] of malformed) {
    it(`refuses ${what} with the text and place of the platform's parser`, () => {
      expect(faultOf(xml)).to.deep.equal({ problem, line, column });
    });
  }

  it('accepts a bare ampersand in a comment or a CDATA section', () => {
    expect(rootOf('<a><!-- x & y --><![CDATA[p & q]]></a>').text).to.equal('p & q');
  });

  it('says so if bytes are not in the encoding that they should have', () => {
    expect(faultOf(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])).problem).to.match(/^Invalid byte/);
  });
});
