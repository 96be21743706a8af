import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fastCheck from 'fast-check';
import { Element, type Attribute } from '../../../plugin/saml/reading/element.ts';
import { attributeOf, selfAndDescendants } from '../../../plugin/saml/reading/elements.ts';
import { differenceFrom } from '../../../plugin/saml/reading/xml/second-reading.ts';
import { parseStrictly } from '../../../plugin/saml/reading/xml/strict-parser.ts';
import { canonicalizationOf } from '../../../plugin/saml/signature/canonicalization-method.ts';
import {
  canonicalize,
  type Canonicalization,
  type CanonicalizeOptions,
} from '../../../plugin/saml/signature/canonicalize.ts';
import { parse } from '../parse.ts';

const FOLDER = join(import.meta.dirname, 'canonical-forms');

const INCLUSIVE: Canonicalization = { kind: 'inclusive' };
const exclusive = (...prefixes: string[]): Canonicalization => ({ kind: 'exclusive', prefixes });

/** A file without the line break at its end, which is not part of a canonical form. */
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8').replace(/\n$/, '');

/** An element that no parser of this project would give. */
function element(tagName: string, attributes: Array<[string, string]>): Element {
  const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
  const all = attributes.map(([name, value]): Attribute => {
    const namespaceURI = /^xmlns(:|$)/.test(name) ? 'http://www.w3.org/2000/xmlns/' : '';
    return { name, localName: localName(name), namespaceURI, value };
  });
  return new Element({ tagName, localName: localName(tagName), namespaceURI: '' }, all, undefined);
}

/**
 * Documents and their canonical forms, written by hand after the rules and examples of Canonical XML 1.0 (sections 2 and
 * 3) and Exclusive XML Canonicalization 1.0 (sections 2 and 3). The element with the ID `apex` is written, or else the
 * whole document.
 */
describe('the canonical form', () => {
  const forms: Record<string, { method: Canonicalization; options?: CanonicalizeOptions }> = {
    inclusive: { method: INCLUSIVE },
    exclusive: { method: exclusive() },
    'exclusive-with-default': { method: exclusive('') },
    'exclusive-with-p': { method: exclusive('p') },
    'exclusive-with-n1-n2': { method: exclusive('n1', 'n2', 'unknown', 'xml') },
    alone: { method: INCLUSIVE, options: { alone: true } },
  };
  const files = readdirSync(FOLDER).filter((file) => file.split('.').length === 3);
  for (const file of files) {
    it(`${file} is that of its document`, () => {
      const [name = '', form = ''] = file.split('.');
      const { method, options } = forms[form]!;
      const root = parse(read(`${name}.xml`));
      const apex = selfAndDescendants(root).find((one) => attributeOf(one, 'ID') === 'apex') ?? root;
      expect(canonicalize(apex, method, options)).to.equal(read(file));
    });
  }

  it('leaves out one child, and what stands around it comes together', () => {
    const root = parse('<a> <b><c/></b> <b/></a>');
    expect(canonicalize(root, exclusive(), { leftOut: selfAndDescendants(root)[1] })).to.equal('<a>  <b></b></a>');
  });

  it('keeps attributes whose names begin with xmlns and declare nothing', () => {
    expect(canonicalize(element('e', [['xmlnsX', 'a']]), exclusive())).to.equal('<e xmlnsX="a"></e>');
  });

  it('escapes the names of namespaces as attribute values', () => {
    const declared = element('e', [['xmlns', 'urn:"<&\t\n\r>']]);
    expect(canonicalize(declared, INCLUSIVE)).to.equal('<e xmlns="urn:&quot;&lt;&amp;&#x9;&#xA;&#xD;>"></e>');
  });

  it('sorts by code points, in which a character beyond U+FFFF comes last', () => {
    const names = ['\u{10000}', '\uFFFD', '\uD7FF', 'z'];
    const sorted = element(
      'e',
      names.map((name) => [name, '']),
    );
    expect(canonicalize(sorted, exclusive())).to.equal('<e z="" \uD7FF="" \uFFFD="" \u{10000}=""></e>');
  });
});

describe('the canonical form of any document', () => {
  const prefix = fastCheck.constantFrom('', 'a', 'b', 'A', 'ab', 'constructor');
  const namespace = fastCheck.constantFrom('urn:a', 'urn:b', 'urn:B', 'urn:ab');
  const text = fastCheck.constantFrom('', 'x', '&amp;', '&lt;', '&#13;', '\n', '&#9;', '&quot;', "'", 'é', '&#x10000;');
  const nodes = fastCheck.letrec<{ node: string; element: string }>((tie) => ({
    node: fastCheck.oneof(text, tie('element')),
    element: fastCheck
      .record({
        declared: fastCheck.dictionary(prefix, namespace, { maxKeys: 3 }),
        used: prefix,
        attributes: fastCheck.dictionary(fastCheck.constantFrom('x', 'y', 'Z', 'xml:lang', 'a:x', 'b:y'), text),
        children: fastCheck.array(tie('node'), { maxLength: 3 }),
      })
      .map(({ declared, used, attributes, children }) => {
        const declarations = Object.entries(declared).map(([name, uri]) => [
          name === '' ? 'xmlns' : `xmlns:${name}`,
          uri,
        ]);
        const written = [...declarations, ...Object.entries(attributes)].map(([name, value]) => ` ${name}="${value}"`);
        const name = used === '' ? 'e' : `${used}:e`;
        return `<${name}${written.join('')}>${children.join('')}</${name}>`;
      }),
  }));
  const around = ['a', 'b', 'A', 'ab', 'constructor'].map((name) => ` xmlns:${name}="urn:${name}"`).join('');
  const document = nodes.element
    .map((inside) => `<e${around} xml:space="preserve">${inside}</e>`)
    .filter((xml) => parseStrictly(xml).ok);
  const method = fastCheck.oneof(
    fastCheck.constant(INCLUSIVE),
    fastCheck.array(prefix).map((list) => exclusive(...list)),
  );
  const holds = (property: (root: Element, how: Canonicalization) => void): void => {
    fastCheck.assert(
      fastCheck.property(document, method, (xml, how) => property(parse(xml), how)),
      { seed: 20261124, numRuns: 300 },
    );
  };

  it('means what the document means', () => {
    holds((root, how) => {
      expect(differenceFrom(root, canonicalize(root, how))).to.equal(undefined);
    });
  });

  it('is its own canonical form', () => {
    holds((root, how) => {
      const canonical = canonicalize(root, how);
      expect(canonicalize(parse(canonical), how)).to.equal(canonical);
    });
  });

  it('does not depend on the order of attributes and declarations', () => {
    holds((root, how) => {
      const turned = (one: Element, parent?: Element): Element => {
        const copy = new Element(one, [...one.attributes].reverse(), parent);
        copy.childNodes.push(...one.childNodes.map((node) => (typeof node === 'string' ? node : turned(node, copy))));
        return copy;
      };
      expect(canonicalize(turned(root), how)).to.equal(canonicalize(root, how));
    });
  });

  it('of an element that is alone is the same by both methods if every namespace is used', () => {
    holds((root) => {
      const canonical = parse(canonicalize(root, exclusive()));
      expect(canonicalize(canonical, INCLUSIVE)).to.equal(canonicalize(canonical, exclusive()));
    });
  });
});

describe('a PrefixList', () => {
  const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const listed = (list: string): Canonicalization | undefined =>
    canonicalizationOf(
      parse(
        `<Transform Algorithm="${EXCLUSIVE}"><InclusiveNamespaces xmlns="${EXCLUSIVE}" PrefixList="${list}"/></Transform>`,
      ),
    );

  it('is separated by any white space of XML, and by nothing else', () => {
    expect(listed(' a&#9;b&#10;&#13; c\n d\u00a0e ')).to.deep.equal(exclusive('a', 'b', 'c', 'd\u00a0e'));
  });

  it('may be empty', () => {
    expect(listed('')).to.deep.equal(exclusive());
  });

  it('names the default namespace #default', () => {
    expect(listed('#default a')).to.deep.equal(exclusive('', 'a'));
  });
});
