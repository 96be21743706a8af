import { chance, integer, pick, shuffled, type Random } from './mutations/random.ts';

/** What a random document is made of. */
type Vocabulary = {
  prefixes: readonly string[];
  localNames: readonly string[];
  attributes: readonly string[];
  /** Content that is no element. */
  leaves: readonly string[];
};

const VALUES = [
  ...['', 'x', ' x  y ', '1\t2', '1\n2', '1\r\n2', '1\r2', '&#13;', '&#xA;&#9;', '&lt;&amp;&quot;&apos;&gt;', '>'],
  '\u{1F3D4}',
];
const TEXTS = [
  ...VALUES.map((value) => value.replace('>', '&gt;')),
  ...['"', "'", '\u0085\u2028', '&#x85;', '\uFEFF', ']]'],
];
const NAMESPACES = ['urn:1', 'urn:2', 'urn:Z', 'http://example.com/a?b=c', 'urn:x/%C3%A9'];
const XML_ATTRIBUTES = ['xml:lang="en"', 'xml:space="preserve"', 'xml:base="http://example.com/"'];

/** What the checker reads: elements, attributes and text, and no names that one of its parsers does not know. */
export const PLAIN: Vocabulary = {
  prefixes: ['', 'a', 'A', 'b', 'B', 'aB', 'Ab', 'xs', 'constructor', 'toString', 'é', '\uFB00'],
  localNames: ['a', 'B', 'constructor', '__proto__', 'é', 'x-1.2_3'],
  attributes: ['c', 'C', 'nsX', '\uFB00', 'toString', '__proto__'],
  leaves: TEXTS,
};

/** Also what the checker refuses, and what canonicalisations differ about all the same. */
export const ANY: Vocabulary = {
  prefixes: [...PLAIN.prefixes, 'xmlnsp', '__proto__', '\u{10000}'],
  localNames: [...PLAIN.localNames, '\u{10400}'],
  attributes: [...PLAIN.attributes, 'xmlnsX', 'xmlns_', 'xmlns.x', 'XMLNS', '\u{10000}'],
  leaves: [
    ...TEXTS,
    ...[
      '<!---->',
      '<!-- x\r\n-->',
      '<?x?>',
      '<?x y\r\n ?>',
      '<?x  <a>&amp;?>',
      '<![CDATA[]]>',
      '<![CDATA[<&]]&gt;\r\n>]]>',
    ],
  ],
};

const DEEPEST = 5;

/**
 * A random well-formed document, with what canonicalisations differ about: namespaces declared, repeated, redeclared and
 * undeclared under prefixes of all kinds, names that begin with xmlns, characters beyond the first plane, references,
 * line ends, comments, instructions and CDATA, also beside the document element.
 */
export function randomDocument(random: Random): string {
  const aside = (): string => (chance(random, 0.2) ? pick(random, ['<!-- x -->', '<?x y?>', '\n', ' \r\n']) : '');
  const start = chance(random, 0.1) ? '\uFEFF' : '';
  const declaration = chance(random, 0.3) ? '<?xml version="1.0" encoding="UTF-8"?>' : '';
  return `${start}${declaration}${aside()}${aside()}${randomElement(random, ANY)}${aside()}${aside()}`;
}

/** A random element. It uses no prefix that it does not declare. */
export function randomElement(random: Random, words: Vocabulary): string {
  return element(random, words, new Map(), 0);
}

/** Some declarations and attributes for a start tag. */
export function randomAttributes(random: Random, words: Vocabulary): string {
  const declared = declarations(random, words);
  return [...attributeList(random, words, declared), ''].join(' ');
}

/** @param outer the namespaces in scope by their prefixes. */
function element(random: Random, words: Vocabulary, outer: ReadonlyMap<string, string>, depth: number): string {
  const declared = declarations(random, words);
  const scope = new Map([...outer, ...declared]);
  const name = qualified(pick(random, ['', ...scope.keys()]), pick(random, words.localNames));
  const parts = attributeList(random, words, declared, outer);
  const tag = `${name}${parts.map((part) => pick(random, [' ', '\n', '  ']) + part).join('')}`;
  const content = contentOf(random, words, scope, depth);
  return content === '' && chance(random, 0.5) ? `<${tag}/>` : `<${tag}>${content}</${name}>`;
}

function declarations(random: Random, words: Vocabulary): Map<string, string> {
  const prefixes = Array.from({ length: integer(random, 4) }, () => pick(random, words.prefixes));
  return new Map(
    prefixes.map((prefix) => [prefix, prefix === '' && chance(random, 0.4) ? '' : pick(random, NAMESPACES)]),
  );
}

function attributeList(
  random: Random,
  words: Vocabulary,
  declared: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string> = new Map(),
): string[] {
  return shuffled(random, [
    ...[...declared].map(([prefix, namespace]) => `${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${namespace}"`),
    ...attributes(random, words, new Map([...outer, ...declared])),
    ...(chance(random, 0.1) ? [pick(random, XML_ATTRIBUTES)] : []),
  ]);
}

/** Each local name at most once, so that no two prefixes of one namespace give an attribute twice. */
function attributes(random: Random, words: Vocabulary, scope: ReadonlyMap<string, string>): string[] {
  const prefixes = [...scope.keys()].filter((prefix) => prefix !== '');
  const names = new Set(Array.from({ length: integer(random, 4) }, () => pick(random, words.attributes)));
  return [...names].map((local) => {
    const prefix = chance(random, 0.5) && prefixes.length > 0 ? pick(random, prefixes) : '';
    const value = pick(random, VALUES);
    return chance(random, 0.3) ? `${qualified(prefix, local)} = '${value}'` : `${qualified(prefix, local)}="${value}"`;
  });
}

function contentOf(random: Random, words: Vocabulary, scope: ReadonlyMap<string, string>, depth: number): string {
  const length = depth < DEEPEST ? integer(random, 4) : 0;
  return Array.from({ length }, () =>
    chance(random, 0.5) ? element(random, words, scope, depth + 1) : pick(random, words.leaves),
  ).join('');
}

function qualified(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}
