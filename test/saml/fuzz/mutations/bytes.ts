import type { Mutation } from './mutation.ts';
import { integer, pick, type Random } from './random.ts';

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
  ],
  ...['"', "'", '&', ' ', '\n', '\r\n', '\t', '\u0085', '\u2028', '\u00a0', '\0', '\uFEFF', 'admin', 'eve@example.com'],
  ...['#', '_evil', '<saml:Assertion>', '</saml:Assertion>', '<ds:Object>', '</ds:Object>', '<samlp:Extensions>'],
  ...['</ds:Signature>', ' ID="_evil"', ' Id="_x"', ' xmlns="urn:x"', ' xmlns:saml="urn:x"', ' xmlns:ds="urn:x"'],
  ...[' Version="2.0"', '<x/>', '/>'],
];

/** Bytes that no UTF-8 has: foreign ones, overlong forms, half a surrogate pair, beyond the last character, cut off. */
const NO_UTF8 = ['ff', '80', 'c0af', 'e08080', 'eda080', 'f4908080', 'e282', 'fe'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

export const BYTE_MUTATIONS: Mutation[] = [
  { name: 'a bit changed', on: 'bytes', mutate: changeBit },
  { name: 'bytes removed', on: 'bytes', mutate: removeBytes },
  { name: 'bytes copied', on: 'bytes', mutate: copyBytes },
  { name: 'the end cut off', on: 'bytes', mutate: (bytes, random) => bytes.subarray(0, integer(random, bytes.length)) },
  {
    name: 'a piece inserted anywhere',
    on: 'bytes',
    mutate: (bytes, random) => insert(bytes, random, pick(random, PIECES)),
  },
  {
    name: 'bytes that are no UTF-8',
    on: 'bytes',
    mutate: (bytes, random) => insert(bytes, random, pick(random, NO_UTF8)),
  },
  { name: 'a character in an overlong form', on: 'bytes', mutate: writeOverlong },
  { name: 'another character set', on: 'bytes', mutate: (bytes, random) => pick(random, CHARACTER_SETS)(bytes) },
];

const CHARACTER_SETS: Array<(bytes: Buffer) => Buffer> = [
  (bytes) => Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le'),
  (bytes) => Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le').swap16(),
  (bytes) => Buffer.from(bytes.toString(), 'utf16le'),
  (bytes) => Buffer.from(bytes.toString().replace('UTF-8', 'ISO-8859-1'), 'latin1'),
];

function changeBit(bytes: Buffer, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  const at = integer(random, changed.length);
  changed[at] = (changed[at] ?? 0) ^ (1 << integer(random, 8));
  return changed;
}

function removeBytes(bytes: Buffer, random: Random): Buffer {
  const at = integer(random, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + integer(random, 40))]);
}

function copyBytes(bytes: Buffer, random: Random): Buffer {
  const at = integer(random, bytes.length);
  return insert(bytes, random, bytes.subarray(at, at + 1 + integer(random, 400)));
}

function insert(bytes: Buffer, random: Random, piece: string | Buffer): Buffer {
  const at = integer(random, bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(piece), bytes.subarray(at)]);
}

/** Two bytes for a character that needs one: a lenient decoder reads the same text. */
function writeOverlong(bytes: Buffer, random: Random): Buffer {
  const at = integer(random, bytes.length);
  const byte = bytes[at] ?? 0;
  const overlong = byte < 0x80 ? [0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)] : [byte];
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(overlong), bytes.subarray(at + 1)]);
}
