import { elementsFrom, type XmlDocument } from '../judge/xml-tree.ts';
import {
  anyAttribute,
  anyElement,
  behindName,
  replaced,
  sourceOf,
  type Mutation,
  type TreeMutation,
} from './mutation.ts';
import { chance, pick, type Random } from './random.ts';

/** Names that begin like a namespace declaration and are none. */
const LIKE_DECLARATIONS = [
  'xmlnsX="evil"',
  'xmlns_="evil"',
  'xmlns.saml="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns-x="evil"',
  'xmlnsID="_evil"',
  'xmlns0="urn:x"',
  'xmlnsx:y="evil" xmlns:xmlnsx="urn:x"',
  'xmlnsID:ID="_evil" xmlns:xmlnsID="urn:x"',
  'XMLNS="urn:x"',
  'Xmlns:saml="evil" xmlns:Xmlns="urn:x"',
];

const ADDED = [
  'evil="x"',
  'ID="_evil"',
  'Id="_evil"',
  'id="_evil"',
  'AssertionID="_evil"',
  'xml:id="_evil"',
  'xml:lang="en"',
  'xml:space="preserve"',
  'xml:base="https://evil.example"',
  'e:ID="_evil" xmlns:e="urn:x"',
  'xsi:type="xs:string" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"',
  'xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'Version="2.0"',
  'NameQualifier="x"',
  'SPNameQualifier="x"',
  'Consent="urn:x"',
  'Address="127.0.0.1"',
  'Count="-1"',
  'constructor="x"',
  '__proto__="x"',
  'toString="x"',
];

const NAMES = ['evil', 'id', 'Id', 'ID', 'Name', 'NameFormat', 'Format', 'xmlnsX', 'constructor', '__proto__', 'URI'];

export const ATTRIBUTE_MUTATIONS: Mutation[] = [
  { name: 'an attribute whose name begins with xmlns', on: 'tree', mutate: adding(LIKE_DECLARATIONS) },
  { name: 'an attribute added', on: 'tree', mutate: adding(ADDED) },
  { name: 'an attribute removed', on: 'tree', mutate: removeAttribute },
  { name: 'an attribute twice', on: 'tree', mutate: repeatAttribute },
  { name: 'an attribute renamed', on: 'tree', mutate: renameAttribute },
  { name: 'an attribute moved to another element', on: 'tree', mutate: moveAttribute },
];

/** What the element has already is not added, so that most of it is well-formed. */
function adding(attributes: readonly string[]): TreeMutation {
  return (document, random) => {
    const element = anyElement(document, random);
    const existing = new Set([...element.attributes, ...element.declarations].map(({ name }) => name));
    const added = pick(random, attributes)
      .split(/ (?=[\w:]+=")/)
      .filter((attribute) => !existing.has(attribute.split('=')[0] ?? ''));
    return replaced(document.text, { start: behindName(element), by: added.map((one) => ` ${one}`).join('') });
  };
}

function removeAttribute(document: XmlDocument, random: Random): string | undefined {
  const attribute = anyAttribute(document, random);
  return attribute && replaced(document.text, { start: attribute.start, end: attribute.end, by: '' });
}

/** Under the same name, which is not well-formed, or under a prefix. */
function repeatAttribute(document: XmlDocument, random: Random): string | undefined {
  const attribute = anyAttribute(document, random);
  if (!attribute) {
    return undefined;
  }
  const again = sourceOf(document, attribute);
  const by = chance(random, 0.3) ? ` ${again}` : ` xmlns:e="urn:x" e:${again.replace(/^[^=]*:/, '')}`;
  return replaced(document.text, { start: attribute.end, by });
}

function renameAttribute(document: XmlDocument, random: Random): string | undefined {
  const attribute = anyAttribute(document, random);
  if (!attribute) {
    return undefined;
  }
  const { start, name } = attribute;
  const prefix = elementsFrom(document.root)[0]?.prefix ?? '';
  const names = [...NAMES, name.toLowerCase(), name.toUpperCase(), ...(prefix === '' ? [] : [`${prefix}:${name}`])];
  return replaced(document.text, { start, end: start + name.length, by: pick(random, names) });
}

function moveAttribute(document: XmlDocument, random: Random): string | undefined {
  const attribute = anyAttribute(document, random);
  if (!attribute) {
    return undefined;
  }
  const { start, end } = attribute;
  const by = ` ${sourceOf(document, attribute)}`;
  return replaced(document.text, { start, end, by: '' }, { start: behindName(anyElement(document, random)), by });
}
