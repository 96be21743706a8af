import { expect } from 'chai';
import type { Attribute } from '../../../../plugin/saml/reading/element.ts';
import { childElements, withoutChild } from '../../../../plugin/saml/reading/elements.ts';
import { differenceFrom } from '../../../../plugin/saml/reading/xml/second-reading.ts';
import { parse } from '../../parse.ts';

const difference = (one: string, other: string): string | undefined => differenceFrom(parse(one), other);

describe('a text means the same as an element', () => {
  const cases: Array<[name: string, one: string, other: string]> = [
    ['with other prefixes', '<a:e xmlns:a="urn:a"><a:f/></a:e>', '<e xmlns="urn:a"><b:f xmlns:b="urn:a"/></e>'],
    ['with attributes in another order', '<e x="1" y="2"/>', '<e y="2" x="1"/>'],
    ['with a namespace declared that nothing uses', '<e xmlns:a="urn:a"/>', '<e/>'],
    ['with characters as references', '<e x="&#65;">&#13;</e>', '<e x="A">&#xD;</e>'],
    ['with the references that XML knows', "<e x='&quot;'>&lt;&amp;&gt;</e>", '<e x="&#34;">&lt;&#38;></e>'],
    ['with other line ends', '<e x="a\nb">a\nb\n</e>', '<e x="a\r\nb">a\rb\r\n</e>'],
    ['with a reference to a line end in a value', '<e x="a&#10;&#x9;"/>', '<e x="a&#xA;&#9;"/>'],
    [
      'with other white space in tags and around the document',
      '<e><f x="1"/></e>',
      "\n <e ><f\n\tx = '1'\r\n/></e\n>\n",
    ],
    ['with an empty tag or two tags', '<e><f/></e>', '<e><f></f></e>'],
    [
      'with a prefix that another element declares otherwise',
      '<e xmlns:a="urn:a"><a:f/></e>',
      '<e xmlns:a="urn:b"><a:f xmlns:a="urn:a"/></e>',
    ],
    ['with the prefix that needs no declaration', '<e xml:lang="en"/>', '<e xml:lang="en"/>'],
  ];
  for (const [name, one, other] of cases) {
    it(name, () => {
      expect(difference(one, other)).to.equal(undefined);
    });
  }
});

describe('a text differs from an element', () => {
  const cases: Array<[name: string, one: string, other: string, where: string]> = [
    ['by a name', '<e><f/></e>', '<e><g/></e>', 'f'],
    ['by a namespace', '<e><f xmlns="urn:a"/></e>', '<e><f xmlns="urn:b"/></e>', '{urn:a}f'],
    ['by an attribute more', '<e><f/></e>', '<e><f x=""/></e>', 'f'],
    ['by an attribute less', '<e x=""/>', '<e/>', 'e'],
    ['by the value of an attribute', '<e x="1"/>', '<e x="2"/>', 'e'],
    ['by the namespace of an attribute', '<e xmlns:a="urn:a" a:x=""/>', '<e x=""/>', 'e'],
    ['by an element more', '<e><f/></e>', '<e><f/><f/></e>', 'e'],
    ['by the order of elements', '<e><f/><g/></e>', '<e><g/><f/></e>', 'f'],
    ['by a text', '<e><f>a</f></e>', '<e><f>b</f></e>', 'f'],
    ['by the place of a text', '<e>a<f/></e>', '<e><f/>a</e>', 'e'],
    ['by where a text is divided', '<e>ab<f/>c</e>', '<e>a<f/>bc</e>', 'e'],
    ['by white space', '<e> <f/></e>', '<e><f/></e>', 'e'],
    ['by a kind of line end', '<e>a&#13;\n</e>', '<e>a\n</e>', 'e'],
    ['by white space in a value that is no reference', '<e x="&#10;"/>', '<e x="\n"/>', 'e'],
    ['by an element less', '<e><f/><f/></e>', '<e><f/></e>', 'e'],
    ['by an element within another one', '<e><f/><f/></e>', '<e><f><f/></f></e>', 'f'],
    ['by an attribute that is there twice', '<e x="1" y="2"/>', '<e x="1" x="1"/>', 'e'],
    ['by an undeclared prefix', '<e><f/></e>', '<e><a:f/></e>', 'f'],
    [
      'by a prefix that was declared only before',
      '<e xmlns:a="u:a"><a:f/><a:f/></e>',
      '<e><a:f xmlns:a="u:a"/><a:f/></e>',
      '{u:a}f',
    ],
    [
      'by a default namespace, which no attribute is in',
      '<e xmlns:a="u:a" xmlns="u:a" a:x=""/>',
      '<e xmlns="u:a" x=""/>',
      '{u:a}e',
    ],
  ];
  for (const [name, one, other, where] of cases) {
    it(name, () => {
      expect(difference(one, other)).to.equal(where);
    });
  }
});

describe('a text that cannot be read differs', () => {
  const cases: Array<[name: string, text: string]> = [
    ['an end that is missing', '<e><f x="1">a</f>'],
    ['a beginning that is missing', '<f x="1">a</f></e>'],
    ['an end tag of another name', '<e><f x="1">a</g></e>'],
    ['an end tag with an attribute', '<e><f x="1">a</f x="1"></e>'],
    ['a second document element', '<e><f x="1">a</f></e><e/>'],
    ['text behind the document', '<e><f x="1">a</f></e>a'],
    ['text before the document', 'a<e><f x="1">a</f></e>'],
    ['an attribute without quotes', '<e><f x=1>a</f></e>'],
    ['an attribute without an end', '<e><f x="1>a</f></e>'],
    ['an attribute without a blank before it', '<e><f x="1"y="2">a</f></e>'],
    ['a less-than sign in an attribute', '<e><f x="<">a</f></e>'],
    ['a comment', '<e><f x="1">a<!-- --></f></e>'],
    ['a CDATA section', '<e><f x="1"><![CDATA[a]]></f></e>'],
    ['a processing instruction', '<e><f x="1">a<?a?></f></e>'],
    ['a bare ampersand', '<e><f x="1">a&</f></e>'],
    ['a reference that nobody declared', '<e><f x="&one;">a</f></e>'],
    ['a reference to no character', '<e><f x="1">&#x110000;</f></e>'],
    ['nothing', ''],
  ];
  const element = parse('<e><f x="1">a</f></e>');
  for (const [name, text] of cases) {
    it(name, () => {
      expect(differenceFrom(element, text)).to.be.a('string');
    });
  }
});

describe('what a reader that knows HTML takes for text differs', () => {
  const inHtml = (content: string): string => `<e xmlns="http://www.w3.org/1999/xhtml">${content}</e>`;
  const cases: Array<[name: string, content: string, where: string | undefined]> = [
    ['an element in a script', '<script><b/></script>', 'script'],
    ['a reference in a script', '<SCRIPT>&#65;</SCRIPT>', 'SCRIPT'],
    ['an element in a text area', '<textarea>a<b/></textarea>', 'textarea'],
    ['but no reference in a text area', '<textarea>&amp;</textarea>', undefined],
    ['but no plain text', '<script>a</script><script/>', undefined],
    ['but nothing of another namespace', '<script xmlns="urn:a"><b>&amp;</b></script>', undefined],
  ];
  for (const [name, content, where] of cases) {
    it(name, () => {
      const text = inHtml(content);
      expect(difference(text, text)).to.equal(where && `{http://www.w3.org/1999/xhtml}${where}`);
    });
  }
});

describe('a signed element and its signed bytes', () => {
  const arrived = parse('<a> <s/> <b/></a>');

  it('mean the same if only the signature is missing, and the texts around it have come together', () => {
    const [signature] = childElements(arrived) as [typeof arrived];
    const signed = withoutChild(arrived, signature);
    expect(differenceFrom(signed, '<a>  <b/></a>')).to.equal(undefined);
    expect(differenceFrom(signed, '<a> <b/></a>')).to.equal('a');
    expect(differenceFrom(arrived, '<a>  <b/></a>')).to.equal('a');
  });

  it('mean the same if the bytes have the attributes that canonicalization took over from around it', () => {
    const inherited: Attribute[] = [...parse('<r xml:lang="en"/>').attributes];
    const bytes = '<a xml:lang="en"> <s/> <b/></a>';
    expect(differenceFrom(arrived, bytes, inherited)).to.equal(undefined);
    expect(differenceFrom(arrived, bytes)).to.equal('a');
    expect(differenceFrom(arrived, '<a xml:lang="de"> <s/> <b/></a>', inherited)).to.equal('a');
  });

  it('mean the same if the bytes declare namespaces more often than a response may', () => {
    const elements = (declaration: string): string =>
      `<p:b${declaration}${Array.from({ length: 190 }, (_, index) => ` a${index}=""`).join('')}/>`.repeat(65);
    const element = parse(`<a xmlns:p="urn:p">${elements('')}</a>`);
    const declared = Array.from({ length: 10 }, (_, index) => ` xmlns:q${index}="urn:q"`).join('');
    expect(differenceFrom(element, `<a>${elements(` xmlns:p="urn:p"${declared}`)}</a>`)).to.equal(undefined);
  });
});
