import { expect } from 'chai';
import { canonicalDocument, canonicalElement, type Canonicalization } from './canonical-form.ts';
import { parseXml } from './parse-xml.ts';
import { elementsFrom, type ElementNode } from './xml-tree.ts';

const inclusive: Canonicalization = { exclusive: false, comments: false, prefixList: [] };
const exclusive: Canonicalization = { exclusive: true, comments: false, prefixList: [] };
const withPrefixes = (...prefixList: string[]): Canonicalization => ({ ...exclusive, prefixList });

/** The canonical form of the element with a local name. */
function formOf(xml: string, local: string, how: Canonicalization): string {
  return canonicalElement(elementIn(xml, local), how);
}

function elementIn(xml: string, local: string): ElementNode {
  return elementsFrom(parseXml(xml).root).find((element) => element.local === local)!;
}

function lines(...all: string[]): string {
  return all.join('\n');
}

// The examples are those of the specification, without what a document type with an internal subset adds to them.
describe('the examples of Canonical XML 1.0, section 3', () => {
  const around = lines(
    '<?xml version="1.0"?>',
    '',
    '<?xml-stylesheet   href="doc.xsl"',
    '   type="text/xsl"   ?>',
    '',
    '<!DOCTYPE doc SYSTEM "doc.dtd">',
    '',
    '<doc>Hello, world!<!-- Comment 1 --></doc>',
    '',
    '<?pi-without-data     ?>',
    '',
    '<!-- Comment 2 -->',
    '',
    '<!-- Comment 3 -->',
  );

  it('3.1, without comments: instructions around the document element stay, each on a line', () => {
    expect(canonicalDocument(parseXml(around), inclusive)).to.equal(
      lines(
        '<?xml-stylesheet href="doc.xsl"',
        '   type="text/xsl"   ?>',
        '<doc>Hello, world!</doc>',
        '<?pi-without-data?>',
      ),
    );
  });

  it('3.1, with comments', () => {
    expect(canonicalDocument(parseXml(around), { ...inclusive, comments: true })).to.equal(
      lines(
        '<?xml-stylesheet href="doc.xsl"',
        '   type="text/xsl"   ?>',
        '<doc>Hello, world!<!-- Comment 1 --></doc>',
        '<?pi-without-data?>',
        '<!-- Comment 2 -->',
        '<!-- Comment 3 -->',
      ),
    );
  });

  it('3.2: white space in content stays', () => {
    const text = lines(
      '<doc>',
      '   <clean>   </clean>',
      '   <dirty>   A   B   </dirty>',
      '   <mixed>',
      '      A',
      '      <clean>   </clean>',
      '      B',
      '      <dirty>   A   B   </dirty>',
      '      C',
      '   </mixed>',
      '</doc>',
    );
    expect(canonicalDocument(parseXml(text), inclusive)).to.equal(text);
  });

  it('3.3: start and end tags', () => {
    const text = lines(
      '<doc>',
      '   <e1   />',
      '   <e2   ></e2>',
      '   <e3   name = "elem3"   id="elem3"   />',
      '   <e4   name="elem4"   id="elem4"   ></e4>',
      '   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I\'m"',
      '      xmlns:b="http://www.ietf.org"',
      '      xmlns:a="http://www.w3.org"',
      '      xmlns="http://example.org"/>',
      '   <e6 xmlns="" xmlns:a="http://www.w3.org">',
      '      <e7 xmlns="http://www.ietf.org">',
      '         <e8 xmlns="" xmlns:a="http://www.w3.org">',
      '            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>',
      '         </e8>',
      '      </e7>',
      '   </e6>',
      '</doc>',
    );
    expect(canonicalDocument(parseXml(text), inclusive)).to.equal(
      lines(
        '<doc>',
        '   <e1></e1>',
        '   <e2></e2>',
        '   <e3 id="elem3" name="elem3"></e3>',
        '   <e4 id="elem4" name="elem4"></e4>',
        '   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I\'m" attr2="all" b:attr="sorted" a:attr="out"></e5>',
        '   <e6 xmlns:a="http://www.w3.org">',
        '      <e7 xmlns="http://www.ietf.org">',
        '         <e8 xmlns="">',
        '            <e9 xmlns:a="http://www.ietf.org"></e9>',
        '         </e8>',
        '      </e7>',
        '   </e6>',
        '</doc>',
      ),
    );
  });

  it('3.4: references, CDATA and attribute values', () => {
    const text = lines(
      '<doc>',
      '   <text>First line&#x0d;&#10;Second line</text>',
      '   <value>&#x32;</value>',
      '   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>',
      '   <compute expr=\'value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"\'>valid</compute>',
      "   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>",
      '</doc>',
    );
    expect(canonicalDocument(parseXml(text), inclusive)).to.equal(
      lines(
        '<doc>',
        '   <text>First line&#xD;',
        'Second line</text>',
        '   <value>2</value>',
        '   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>',
        '   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>',
        '   <norm attr=" \'    &#xD;&#xA;&#x9;   \' "></norm>',
        '</doc>',
      ),
    );
  });

  it('3.6: characters are written as themselves', () => {
    expect(
      canonicalDocument(parseXml('<?xml version="1.0" encoding="ISO-8859-1"?><doc>&#169;</doc>'), inclusive),
    ).to.equal('<doc>\u00A9</doc>');
  });
});

describe('the examples of Exclusive XML Canonicalization, section 2.2', () => {
  const content = lines(
    '  <n1:elem2 xmlns:n1="http://example.net"',
    '      xml:lang="en">',
    '    <n3:stuff xmlns:n3="ftp://example.org"/>',
    '  </n1:elem2>',
  );
  const local = lines('<n0:local xmlns:n0="foo:bar"', '    xmlns:n3="ftp://example.org">', content, '</n0:local>');
  const pdu = lines(
    '<n2:pdu xmlns:n1="http://example.com"',
    '    xmlns:n2="http://foo.example"',
    '    xml:lang="fr"',
    '    xml:space="retain">',
    content,
    '</n2:pdu>',
  );

  it('Canonical XML takes the surroundings into the element', () => {
    expect(formOf(local, 'elem2', inclusive)).to.equal(
      lines(
        '<n1:elem2 xmlns:n0="foo:bar" xmlns:n1="http://example.net" xmlns:n3="ftp://example.org" xml:lang="en">',
        '    <n3:stuff></n3:stuff>',
        '  </n1:elem2>',
      ),
    );
    expect(formOf(pdu, 'elem2', inclusive)).to.equal(
      lines(
        '<n1:elem2 xmlns:n1="http://example.net" xmlns:n2="http://foo.example" xml:lang="en" xml:space="retain">',
        '    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>',
        '  </n1:elem2>',
      ),
    );
  });

  it('the exclusive form is the same in both surroundings', () => {
    const expected = lines(
      '<n1:elem2 xmlns:n1="http://example.net" xml:lang="en">',
      '    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>',
      '  </n1:elem2>',
    );
    expect(formOf(local, 'elem2', exclusive)).to.equal(expected);
    expect(formOf(pdu, 'elem2', exclusive)).to.equal(expected);
  });
});

describe('the canonical form of the judge', () => {
  it('writes attributes whose names begin with xmlns and that declare nothing', () => {
    expect(formOf('<a xmlnsX="1" xmlns_="2" xmlns:xmlnsp="urn:p" xmlnsp:b="3"/>', 'a', exclusive)).to.equal(
      '<a xmlns:xmlnsp="urn:p" xmlnsX="1" xmlns_="2" xmlnsp:b="3"></a>',
    );
  });

  it('escapes namespaces, so that none can forge markup', () => {
    expect(formOf('<a xmlns="urn:x&quot;&lt;&amp;&#9;&#10;&#13;>"/>', 'a', exclusive)).to.equal(
      '<a xmlns="urn:x&quot;&lt;&amp;&#x9;&#xA;&#xD;>"></a>',
    );
  });

  it('sorts prefixes and attributes by code point, capitals first', () => {
    const xml =
      '<a xmlns:b="urn:1" xmlns:B="urn:2" xmlns:\uFB00="urn:3" xmlns:\u{10000}="urn:4" b:x="" B:x="" \uFB00:x="" \u{10000}:x="" c="" C=""/>';
    expect(formOf(xml, 'a', exclusive)).to.equal(
      '<a xmlns:B="urn:2" xmlns:b="urn:1" xmlns:\uFB00="urn:3" xmlns:\u{10000}="urn:4" C="" c="" b:x="" B:x="" \uFB00:x="" \u{10000}:x=""></a>',
    );
    expect(formOf('<a \u{10000}="" \uFB00=""/>', 'a', exclusive)).to.equal('<a \uFB00="" \u{10000}=""></a>');
  });

  it('takes #default in a PrefixList for the default namespace', () => {
    const xml = '<p:a xmlns:p="urn:p" xmlns="urn:d"><p:b><p:c xmlns=""/></p:b></p:a>';
    expect(formOf(xml, 'b', exclusive)).to.equal('<p:b xmlns:p="urn:p"><p:c></p:c></p:b>');
    expect(formOf(xml, 'b', withPrefixes('#default'))).to.equal(
      '<p:b xmlns="urn:d" xmlns:p="urn:p"><p:c xmlns=""></p:c></p:b>',
    );
  });

  it('declares a prefix of the PrefixList where it is in scope, also if it is declared outside', () => {
    const xml = '<a xmlns:p="urn:p"><b><c xmlns:p="urn:q"/></b></a>';
    expect(formOf(xml, 'b', withPrefixes('p', 'unknown', 'xml'))).to.equal(
      '<b xmlns:p="urn:p"><c xmlns:p="urn:q"></c></b>',
    );
    expect(formOf(xml, 'b', exclusive)).to.equal('<b><c></c></b>');
  });

  it('declares the same namespace again where siblings use it, and not within one another', () => {
    expect(formOf('<a xmlns:p="urn:p"><p:b><p:c/></p:b><p:b/></a>', 'a', exclusive)).to.equal(
      '<a><p:b xmlns:p="urn:p"><p:c></p:c></p:b><p:b xmlns:p="urn:p"></p:b></a>',
    );
  });

  it('undeclares the default namespace where an element around has declared it', () => {
    expect(formOf('<a xmlns="urn:d"><p:b xmlns="" xmlns:p="urn:p"><c/></p:b></a>', 'a', exclusive)).to.equal(
      '<a xmlns="urn:d"><p:b xmlns:p="urn:p"><c xmlns=""></c></p:b></a>',
    );
  });

  it('keeps references to carriage returns apart from line ends', () => {
    expect(formOf('<a b="x&#13;\r\ny">x&#13;\r\ny\rz</a>', 'a', exclusive)).to.equal(
      '<a b="x&#xD; y">x&#xD;\ny\nz</a>',
    );
  });

  it('has no place for a byte order mark at the start', () => {
    expect(canonicalDocument(parseXml('\uFEFF<a/>'), exclusive)).to.equal('<a></a>');
  });

  it('keeps processing instructions, and comments only if it is told to', () => {
    const xml = '<a><!--x-->1<?y z ?>2<![CDATA[<]]></a>';
    expect(formOf(xml, 'a', exclusive)).to.equal('<a>1<?y z ?>2&lt;</a>');
    expect(formOf(xml, 'a', { ...exclusive, comments: true })).to.equal('<a><!--x-->1<?y z ?>2&lt;</a>');
  });

  it('leaves an element out', () => {
    const xml = '<a>1<b>2</b>3</a>';
    const root = parseXml(xml).root;
    expect(canonicalElement(root, exclusive, elementsFrom(root)[1])).to.equal('<a>13</a>');
  });

  it('refuses relative namespaces', () => {
    expect(() => formOf('<a><b xmlns:p="x"/></a>', 'a', exclusive)).to.throw('the namespace "x" is a relative URI');
  });
});
