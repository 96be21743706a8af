import { chance, integer, pick, shuffled, type Random } from '../../test/saml/fuzz/mutations/random.ts';

const PREFIXES = [
  '',
  'a',
  'A',
  'b',
  'B',
  'aB',
  'Ab',
  'xs',
  'xmlnsp',
  'constructor',
  '__proto__',
  'é',
  '\uFB00',
  '\u{10000}',
];
const NAMESPACES = ['urn:1', 'urn:2', 'urn:Z', 'http://example.com/a?b=c', 'urn:x/%C3%A9'];
const LOCAL_NAMES = ['a', 'B', 'constructor', '__proto__', 'é', '\u{10400}', 'x-1.2_3'];
const ATTRIBUTES = ['c', 'C', 'xmlnsX', 'xmlns_', 'xmlns.x', 'XMLNS', '\uFB00', '\u{10000}', 'toString'];
const XML_ATTRIBUTES = ['xml:lang="en"', 'xml:space="preserve"', 'xml:base="http://example.com/"'];
const VALUES = [
  '',
  'x',
  ' x  y ',
  '1\t2',
  '1\n2',
  '1\r\n2',
  '1\r2',
  '&#13;',
  '&#xA;&#9;',
  '&lt;&amp;&quot;&apos;&gt;',
  '>',
  '\u{1F3D4}',
];
const TEXTS = [
  ...VALUES.map((value) => value.replace('>', '&gt;')),
  '"',
  "'",
  '\u0085\u2028',
  '&#x85;',
  '\uFEFF',
  ']]',
];
const LEAVES = [
  '<!---->',
  '<!-- x\r\n-->',
  '<?x?>',
  '<?x y\r\n ?>',
  '<?x  <a>&amp;?>',
  '<![CDATA[]]>',
  '<![CDATA[<&]]&gt;\r\n>]]>',
];

const DEEPEST = 5;

/**
 * A random well-formed document, with what canonicalisations differ about: namespaces declared, repeated, redeclared and
 * undeclared under prefixes of all kinds, names that begin with xmlns, characters beyond the first plane, references,
 * line ends, comments, instructions and CDATA.
 */
export function randomDocument(random: Random): string {
  const aside = (): string => (chance(random, 0.2) ? pick(random, ['<!-- x -->', '<?x y?>', '\n', ' \r\n']) : '');
  const start = chance(random, 0.1) ? '\uFEFF' : '';
  const declaration = chance(random, 0.3) ? '<?xml version="1.0" encoding="UTF-8"?>' : '';
  return `${start}${declaration}${aside()}${aside()}${randomElement(random)}${aside()}${aside()}`;
}

/** An element of such a document. It uses no prefix that it does not declare. */
export function randomElement(random: Random): string {
  return element(random, new Map(), 0);
}

/** Some declarations and attributes for a start tag. */
export function randomAttributes(random: Random): string {
  const declared = declarations(random);
  return [...attributeList(random, declared), ''].join(' ');
}

/** @param outer the namespaces in scope by their prefixes. */
function element(random: Random, outer: ReadonlyMap<string, string>, depth: number): string {
  const declared = declarations(random);
  const scope = new Map([...outer, ...declared]);
  const name = qualified(pick(random, ['', ...scope.keys()]), pick(random, LOCAL_NAMES));
  const parts = attributeList(random, declared, outer);
  const tag = `${name}${parts.map((part) => pick(random, [' ', '\n', '  ']) + part).join('')}`;
  const content = contentOf(random, scope, depth);
  return content === '' && chance(random, 0.5) ? `<${tag}/>` : `<${tag}>${content}</${name}>`;
}

function declarations(random: Random): Map<string, string> {
  const prefixes = Array.from({ length: integer(random, 4) }, () => pick(random, PREFIXES));
  return new Map(
    prefixes.map((prefix) => [prefix, prefix === '' && chance(random, 0.4) ? '' : pick(random, NAMESPACES)]),
  );
}

function attributeList(
  random: Random,
  declared: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string> = new Map(),
): string[] {
  return shuffled(random, [
    ...[...declared].map(([prefix, namespace]) => `${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${namespace}"`),
    ...attributes(random, new Map([...outer, ...declared])),
    ...(chance(random, 0.1) ? [pick(random, XML_ATTRIBUTES)] : []),
  ]);
}

/** Each local name at most once, so that no two prefixes of one namespace give an attribute twice. */
function attributes(random: Random, scope: ReadonlyMap<string, string>): string[] {
  const prefixes = [...scope.keys()].filter((prefix) => prefix !== '');
  const names = new Set(Array.from({ length: integer(random, 4) }, () => pick(random, ATTRIBUTES)));
  return [...names].map((local) => {
    const prefix = chance(random, 0.5) && prefixes.length > 0 ? pick(random, prefixes) : '';
    const value = pick(random, VALUES);
    return chance(random, 0.3) ? `${qualified(prefix, local)} = '${value}'` : `${qualified(prefix, local)}="${value}"`;
  });
}

function contentOf(random: Random, scope: ReadonlyMap<string, string>, depth: number): string {
  const length = depth < DEEPEST ? integer(random, 4) : 0;
  return Array.from({ length }, () =>
    pick(random, [
      () => element(random, scope, depth + 1),
      () => element(random, scope, depth + 1),
      () => pick(random, TEXTS),
      () => pick(random, LEAVES),
    ])(),
  ).join('');
}

function qualified(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}
