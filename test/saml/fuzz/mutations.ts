/** A generator of numbers from 0 to less than 1. The same seed gives the same numbers (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (xml: string, random: Random) => string;

/** What attackers put into responses, and what parsers disagree about. */
const PIECES = [
  ...[
    '<!---->',
    '<!-- x -->',
    '<?x y?>',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE r>',
    '&#13;',
    '&#0;',
    '&amp;',
    '&x;',
    '<',
    '>',
    '"',
  ],
  ...[
    "'",
    '&',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\u0085',
    '\u2028',
    '\u00a0',
    '\0',
    '\uFEFF',
    'admin',
    'eve@example.com',
    '#',
    '_evil',
  ],
  ...['<saml:Assertion>', '</saml:Assertion>', '<ds:Object>', '</ds:Object>', '<samlp:Extensions>', '</ds:Signature>'],
  ...[
    ' ID="_evil"',
    ' Id="_x"',
    ' xmlns="urn:x"',
    ' xmlns:saml="urn:x"',
    ' xmlns:ds="urn:x"',
    ' Version="2.0"',
    '<x/>',
    '/>',
  ],
];

/** Values whose change would sign in another user, or sign in elsewhere. */
const VALUES: Array<[string, string]> = [
  ['ada@example.com', 'eve@example.com'],
  ['>agent<', '>admin<'],
  ['example.my.salesforce.com', 'evil.example'],
  ['2026-11-24T12:05', '2036-11-24T12:05'],
  ['JB0123', 'JB9999'],
  ['sha256', 'sha1'],
  ['rsa-sha256', 'hmac-sha256'],
  ['exc-c14n#', 'exc-c14n#WithComments'],
  ['URI="#_', 'URI="#_0'],
  ['saml:', 'samlp:'],
];

const integer = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, list: readonly T[]): T => list[integer(random, list.length)]!;
const insertAt = (xml: string, at: number, piece: string): string => xml.slice(0, at) + piece + xml.slice(at);

const MUTATIONS: Mutation[] = [
  changeCharacter,
  (xml, random) => insertAt(xml, integer(random, xml.length), pick(random, PIECES)),
  removeRange,
  copyRange,
  changeValue,
  (xml, random) => copyElement(xml, random),
  removeElement,
  moveElement,
  swapAttributeValues,
  removeAttribute,
];

/** A mutated text, never equal to the original. The same random numbers give the same text. */
export function mutate(xml: string, random: Random): string {
  let mutant = xml;
  while (mutant === xml) {
    mutant = mutateOneToThreeTimes(xml, random);
  }
  return mutant;
}

function mutateOneToThreeTimes(xml: string, random: Random): string {
  const count = 1 + integer(random, 3);
  let mutant = xml;
  for (let index = 0; index < count; index += 1) {
    mutant = pick(random, MUTATIONS)(mutant, random);
  }
  return mutant;
}

function changeCharacter(xml: string, random: Random): string {
  const at = integer(random, xml.length);
  return xml.slice(0, at) + String.fromCharCode(xml.charCodeAt(at) ^ (1 << integer(random, 7))) + xml.slice(at + 1);
}

function removeRange(xml: string, random: Random): string {
  const at = integer(random, xml.length);
  return xml.slice(0, at) + xml.slice(at + 1 + integer(random, 40));
}

function copyRange(xml: string, random: Random): string {
  const at = integer(random, xml.length);
  return insertAt(xml, integer(random, xml.length), xml.slice(at, at + integer(random, 400)));
}

function changeValue(xml: string, random: Random): string {
  const [from, to] = pick(random, VALUES);
  const parts = xml.split(from);
  const at = 1 + integer(random, parts.length);
  return parts.slice(0, at).join(from) + (at < parts.length ? to : '') + parts.slice(at).join(from);
}

/** Where a randomly chosen element starts and ends. If it holds an element of the same name, that one's end is taken. */
function anyElement(xml: string, random: Random): { start: number; end: number } {
  const tags = [...xml.matchAll(/<([A-Za-z:]+)[^>]*?(\/?)>/g)];
  const tag = pick(random, tags);
  const start = tag?.index ?? 0;
  const opening = start + (tag?.[0].length ?? 0);
  if (!tag || tag[2] === '/') {
    return { start, end: opening };
  }
  const closing = `</${tag[1]}>`;
  const at = xml.indexOf(closing, start);
  return { start, end: at < 0 ? opening : at + closing.length };
}

/** Elements are inserted behind the end of a tag, which keeps the document well-formed. */
function behindSomeTag(xml: string, random: Random): number {
  const ends = [...xml.matchAll(/>/g)].map(({ index }) => index + 1);
  return pick(random, ends) ?? xml.length;
}

function copyElement(xml: string, random: Random): string {
  const { start, end } = anyElement(xml, random);
  return insertAt(xml, behindSomeTag(xml, random), xml.slice(start, end));
}

function removeElement(xml: string, random: Random): string {
  const { start, end } = anyElement(xml, random);
  return xml.slice(0, start) + xml.slice(end);
}

function moveElement(xml: string, random: Random): string {
  const { start, end } = anyElement(xml, random);
  const rest = xml.slice(0, start) + xml.slice(end);
  return insertAt(rest, behindSomeTag(rest, random), xml.slice(start, end));
}

function anyAttribute(xml: string, random: Random): RegExpExecArray | undefined {
  return pick(random, [...xml.matchAll(/ [A-Za-z:]+="([^"]*)"/g)]);
}

function swapAttributeValues(xml: string, random: Random): string {
  const one = anyAttribute(xml, random);
  const other = anyAttribute(xml, random);
  return one && other ? xml.replace(one[0], () => one[0].replace(one[1] ?? '', () => other[1] ?? '')) : xml;
}

function removeAttribute(xml: string, random: Random): string {
  const attribute = anyAttribute(xml, random);
  return attribute ? xml.slice(0, attribute.index) + xml.slice(attribute.index + attribute[0].length) : xml;
}
