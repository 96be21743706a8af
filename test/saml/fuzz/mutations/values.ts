import type { Attribute, TextNode, XmlDocument } from '../judge/xml-tree.ts';
import {
  anyAttribute,
  anyText,
  anyPlace,
  placeInValue,
  replaced,
  type Mutation,
  type TreeMutation,
} from './mutation.ts';
import { chance, integer, pick, type Random } from './random.ts';

/** Values whose change would sign in another user, or sign in elsewhere. */
const VALUES: Array<[from: string, to: string]> = [
  ['ada@example.com', 'eve@example.com'],
  ['>agent<', '>admin<'],
  ['example.my.salesforce.com', 'evil.example'],
  ['2026-11-24T12:05', '2036-11-24T12:05'],
  ['JB0123', 'JB9999'],
  ['sha256', 'sha1'],
  ['rsa-sha256', 'hmac-sha256'],
  ['exc-c14n#', 'exc-c14n#WithComments'],
  ['REC-xml-c14n-20010315', 'REC-xml-c14n-20010315#WithComments'],
  ['URI="#_', 'URI="#_0'],
  ['URI="#_', 'URI="" x="#_'],
  ['status:Success', 'status:Responder'],
  ['cm:bearer', 'cm:sender-vouches'],
];

/** Characters that look like others, are not seen, or that software takes for white space or line ends. */
const ODD_CHARACTERS = [...'\u0430\u0301\u200B\u00AD\u202E\uFE0F\u00A0\u0085\u2028\u3000\uFEFF\u0130\uFF41\u{1D41A}'];

const BLANKS = [' ', '  ', '\n', '\t', '\r\n', '\r'];

const REFERENCES = ['&#9;', '&#10;', '&#32;', '&#133;', '&#8232;', '&#xA0;', '&#65279;', '&lt;', '&amp;', '&quot;'];

const WRONG_REFERENCES = ['&#0;', '&#x0;', '&x;', '&nbsp;', '&#xFFFE;', '&#xD800;', '&#X41;', '&#x110000;', '&#;', '&'];

export const VALUE_MUTATIONS: Mutation[] = [
  { name: 'a value changed', on: 'tree', mutate: changeValue },
  { name: 'a digit changed', on: 'tree', mutate: inValue(changeDigit) },
  { name: 'an odd character in a value', on: 'tree', mutate: inValue(inserting(ODD_CHARACTERS)) },
  { name: 'another Unicode normalisation', on: 'tree', mutate: normalize },
  { name: 'the case of a letter in a value', on: 'tree', mutate: inValue(changeCase) },
  { name: 'white space in a value', on: 'tree', mutate: inValue(inserting(BLANKS)) },
  { name: 'white space between tags', on: 'tree', mutate: (document, random) => between(document, random, BLANKS) },
  { name: 'white space taken away', on: 'tree', mutate: removeBlank },
  { name: 'a character as a reference', on: 'tree', mutate: inValue(writeReference) },
  { name: 'a reference to a carriage return', on: 'tree', mutate: insertCarriageReturn },
  { name: 'a reference to another character', on: 'tree', mutate: inValue(inserting(REFERENCES)) },
  { name: 'a reference to nothing', on: 'tree', mutate: inValue(inserting(WRONG_REFERENCES)) },
  { name: 'values exchanged', on: 'tree', mutate: exchangeValues },
];

/** Changes the raw text of a value. `undefined` leaves it. */
type ValueChange = (raw: string, random: Random) => string | undefined;

function changeValue({ text }: XmlDocument, random: Random): string | undefined {
  const [from, to] = pick(random, VALUES);
  const parts = text.split(from);
  if (parts.length < 2) {
    return undefined;
  }
  const at = 1 + integer(random, parts.length - 1);
  return parts.slice(0, at).join(from) + to + parts.slice(at).join(from);
}

/** Where the raw text of a text or of an attribute's value is. */
function anyValue(document: XmlDocument, random: Random): { start: number; end: number } | undefined {
  const value = chance(random, 0.5) ? anyAttribute(document, random) : anyText(document, random);
  return value && extentOf(value);
}

function extentOf(value: Attribute | TextNode): { start: number; end: number } {
  return 'valueStart' in value ? { start: value.valueStart, end: value.valueEnd } : value;
}

function inValue(change: ValueChange): TreeMutation {
  return (document, random) => {
    const extent = anyValue(document, random);
    const changed = extent && change(document.text.slice(extent.start, extent.end), random);
    return changed === undefined ? undefined : replaced(document.text, { ...extent!, by: changed });
  };
}

function inserting(pieces: readonly string[]): ValueChange {
  return (raw, random) => {
    const at = placeInValue(raw, random);
    return raw.slice(0, at) + pick(random, pieces) + raw.slice(at);
  };
}

/** Replaces one of the matches by what is made from it. */
function replaceOne(raw: string, random: Random, pattern: RegExp, by: (match: string) => string): string | undefined {
  const matches = [...raw.matchAll(pattern)];
  if (matches.length === 0) {
    return undefined;
  }
  const { index, 0: match } = pick(random, matches);
  return raw.slice(0, index) + by(match) + raw.slice(index + match.length);
}

function changeDigit(raw: string, random: Random): string | undefined {
  return replaceOne(raw, random, /\d/g, (digit) => String((Number(digit) + 1 + integer(random, 9)) % 10));
}

function changeCase(raw: string, random: Random): string | undefined {
  return replaceOne(raw, random, /(?<!&\w*)[a-zA-Z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

function writeReference(raw: string, random: Random): string | undefined {
  return replaceOne(raw, random, /(?<!&[^;]*)[^&\r\n\t]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hexadecimal = code.toString(16);
    return pick(random, [`&#${code};`, `&#00${code};`, `&#x${hexadecimal};`, `&#x${hexadecimal.toUpperCase()};`]);
  });
}

function insertCarriageReturn(document: XmlDocument, random: Random): string | undefined {
  const references = ['&#13;', '&#xD;', '&#x0d;', '&#13;\n'];
  return chance(random, 0.7) ? inValue(inserting(references))(document, random) : between(document, random, references);
}

function between(document: XmlDocument, random: Random, pieces: readonly string[]): string {
  return replaced(document.text, { start: anyPlace(document, random), by: pick(random, pieces) });
}

function removeBlank({ text }: XmlDocument, random: Random): string | undefined {
  return replaceOne(text, random, /\s+/g, () => '');
}

function normalize(document: XmlDocument, random: Random): string | undefined {
  const changed = document.text.normalize(pick(random, ['NFC', 'NFD', 'NFKC', 'NFKD']));
  return changed === document.text ? undefined : changed;
}

function exchangeValues(document: XmlDocument, random: Random): string | undefined {
  const [one, other] = [anyValue(document, random), anyValue(document, random)];
  if (!one || !other || one.start === other.start) {
    return undefined;
  }
  const raw = ({ start, end }: { start: number; end: number }): string => document.text.slice(start, end);
  return replaced(document.text, { ...one, by: raw(other) }, { ...other, by: raw(one) });
}
