import { expect } from 'chai';
import type { Attribute } from '../../../plugin/saml/reading/element.ts';
import { childElements } from '../../../plugin/saml/reading/elements.ts';
import { differenceBetween } from '../../../plugin/saml/signature/same-meaning.ts';
import { parse } from '../parse.ts';

const difference = (one: string, other: string): string | undefined => differenceBetween(parse(one), parse(other));

describe('two elements mean the same', () => {
  const cases: Array<[name: string, one: string, other: string]> = [
    ['with other prefixes', '<a:e xmlns:a="urn:a"><a:f/></a:e>', '<e xmlns="urn:a"><b:f xmlns:b="urn:a"/></e>'],
    ['with attributes in another order', '<e x="1" y="2"/>', '<e y="2" x="1"/>'],
    ['with a namespace declared that nothing uses', '<e xmlns:a="urn:a"/>', '<e/>'],
    ['with characters as references', '<e x="&#65;">&#13;</e>', '<e x="A">&#xD;</e>'],
  ];
  for (const [name, one, other] of cases) {
    it(name, () => {
      expect(difference(one, other)).to.equal(undefined);
    });
  }
});

describe('two elements differ', () => {
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
  ];
  for (const [name, one, other, where] of cases) {
    it(name, () => {
      expect(difference(one, other)).to.equal(where);
    });
  }
});

describe('a signed element and its signed bytes', () => {
  const arrived = parse('<a> <s/> <b/></a>');

  it('mean the same if only the signature is missing, and the texts around it have come together', () => {
    const [leftOut] = childElements(arrived);
    expect(differenceBetween(arrived, parse('<a>  <b/></a>'), { leftOut })).to.equal(undefined);
    expect(differenceBetween(arrived, parse('<a> <b/></a>'), { leftOut })).to.equal('a');
  });

  it('mean the same if the bytes have the attributes that canonicalization took over from around it', () => {
    const inherited: Attribute[] = [...parse('<r xml:lang="en"/>').attributes];
    const bytes = parse('<a xml:lang="en"> <s/> <b/></a>');
    expect(differenceBetween(arrived, bytes, { inherited })).to.equal(undefined);
    expect(differenceBetween(arrived, bytes)).to.equal('a');
    expect(differenceBetween(arrived, parse('<a xml:lang="de"> <s/> <b/></a>'), { inherited })).to.equal('a');
  });
});
