import { EXCLUSIVE_C14N, INCLUSIVE_C14N, SIGNATURE } from '../judge/names.ts';
import { elementsFrom, isNamed, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import { anyPlace, replaced, sourceOf, type Mutation, type Replacement } from './mutation.ts';
import { chance, integer, pick, type Random } from './random.ts';

const ALGORITHMS = [
  EXCLUSIVE_C14N,
  `${EXCLUSIVE_C14N}WithComments`,
  INCLUSIVE_C14N,
  `${INCLUSIVE_C14N}#WithComments`,
  'http://www.w3.org/2006/12/xml-c14n11',
  `${SIGNATURE}enveloped-signature`,
  `${SIGNATURE}base64`,
  'http://www.w3.org/TR/1999/REC-xpath-19991116',
  'http://www.w3.org/TR/1999/REC-xslt-19991116',
  `${SIGNATURE}rsa-sha1`,
  `${SIGNATURE}hmac-sha1`,
  `${SIGNATURE}sha1`,
  'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2001/04/xmlenc#sha512',
  '',
];

const ADDED = [
  '<ds:Object><x/></ds:Object>',
  '<ds:Object Id="_o"><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_evil"/></ds:Object>',
  '<ds:Manifest/>',
  '<ds:SignatureValue>AAAA</ds:SignatureValue>',
  '<ds:SignatureProperties/>',
  '<x xmlns="urn:x"/>',
  'x',
];

/** Changes one of the signatures. */
type SignatureChange = (document: XmlDocument, signature: ElementNode, random: Random) => Replacement[] | undefined;

const onSignature =
  (change: SignatureChange) =>
  (document: XmlDocument, random: Random): string | undefined => {
    const signatures = elementsFrom(document.root).filter((element) => isNamed(element, SIGNATURE, 'Signature'));
    const replacements = signatures.length > 0 ? change(document, pick(random, signatures), random) : undefined;
    return replacements && replaced(document.text, ...replacements);
  };

export const SIGNATURE_MUTATIONS: Mutation[] = [
  { name: 'a SignatureValue emptied', on: 'tree', mutate: onSignature(emptyValue) },
  { name: 'another SignatureValue', on: 'tree', mutate: onSignature(changeValue) },
  { name: 'Base64 written otherwise', on: 'tree', mutate: onSignature(rewriteBase64) },
  { name: 'Base64 that is wrong', on: 'tree', mutate: onSignature(breakBase64) },
  { name: 'another algorithm', on: 'tree', mutate: onSignature(changeAlgorithm) },
  { name: 'another reference', on: 'tree', mutate: onSignature(changeReference) },
  { name: 'a signature removed', on: 'tree', mutate: onSignature((_, { start, end }) => [{ start, end, by: '' }]) },
  { name: 'a signature moved', on: 'tree', mutate: onSignature(moveSignature) },
  { name: 'the signatures exchanged', on: 'tree', mutate: exchangeSignatures },
  { name: 'a part of a signature twice', on: 'tree', mutate: onSignature(repeatPart) },
  { name: 'something added to a signature', on: 'tree', mutate: onSignature(addPart) },
  { name: 'an Id in a signature', on: 'tree', mutate: onSignature(addId) },
];

function part(signature: ElementNode, ...names: string[]): ElementNode | undefined {
  return elementsFrom(signature).find(({ local }) => names.includes(local));
}

function emptyValue(_: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const value = part(signature, 'SignatureValue');
  return (
    value && [{ start: value.tagEnd, end: value.closing, by: pick(random, ['', ' ', '\n', '=', '====', '&#13;']) }]
  );
}

function changeValue({ text }: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const value = part(signature, 'SignatureValue');
  if (!value) {
    return undefined;
  }
  const base64 = text.slice(value.tagEnd, value.closing).replace(/&#13;|\s/g, '');
  const bytes = Buffer.from(base64, 'base64');
  const at = integer(random, bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << integer(random, 8));
  const by = pick(random, [bytes.toString('base64'), base64 + base64, base64.slice(4), `AAAA${base64}`, 'AAAA']);
  return [{ start: value.tagEnd, end: value.closing, by }];
}

const BASE64_NAMES = ['SignatureValue', 'DigestValue', 'X509Certificate'];

function anyBase64(signature: ElementNode, random: Random): ElementNode | undefined {
  const found = elementsFrom(signature).filter(({ local }) => BASE64_NAMES.includes(local));
  return found.length > 0 ? pick(random, found) : undefined;
}

function rewriteBase64({ text }: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const element = anyBase64(signature, random);
  if (!element) {
    return undefined;
  }
  const { tagEnd, closing } = element;
  const compact = text.slice(tagEnd, closing).replace(/&#13;|\s/g, '');
  const lineEnd = pick(random, ['', '\n', '\r\n', '&#13;\n', '&#xD;&#xA;', ' ', '\t']);
  const by = compact.replace(new RegExp(`.{1,${pick(random, [1, 4, 60, 64, 76])}}`, 'g'), (line) => line + lineEnd);
  return [{ start: tagEnd, end: closing, by: chance(random, 0.2) ? `\n${by}` : by }];
}

function breakBase64({ text }: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const element = anyBase64(signature, random);
  if (!element) {
    return undefined;
  }
  const { tagEnd, closing } = element;
  const at = tagEnd + integer(random, closing - tagEnd + 1);
  const wrong = ['%', '-', '_', '=', '!', '.', '\u00A0', '\u0085', '&#160;', '<x/>', 'A', '==', '\u200B'];
  // Other bits behind the last byte, which a lenient decoder drops.
  const last = text.slice(tagEnd, closing).search(/[A-Za-z0-9+/](?==*\s*$)/);
  return chance(random, 0.2) && last >= 0
    ? [{ start: tagEnd + last, end: tagEnd + last + 1, by: pick(random, ['B', 'h', 'x', '7']) }]
    : [{ start: at, by: pick(random, wrong) }];
}

function changeAlgorithm(_: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const algorithms = elementsFrom(signature).flatMap(({ attributes }) =>
    attributes.filter(({ name }) => name === 'Algorithm'),
  );
  if (algorithms.length === 0) {
    return undefined;
  }
  const { valueStart, valueEnd } = pick(random, algorithms);
  return [{ start: valueStart, end: valueEnd, by: pick(random, ALGORITHMS) }];
}

function changeReference(document: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const uri = part(signature, 'Reference')?.attributes.find(({ name }) => name === 'URI');
  const ids = elementsFrom(document.root).flatMap(({ attributes }) => attributes.filter(({ name }) => name === 'ID'));
  const others = ids.map(({ value }) => `#${value}`);
  const id = uri?.value.slice(1) ?? '';
  const uris = [
    ...others,
    '',
    '#',
    `#xpointer(/)`,
    `#xpointer(id('${id}'))`,
    `${id}`,
    `#%5F${id.slice(1)}`,
    'https://evil.example/',
  ];
  return uri && [{ start: uri.valueStart, end: uri.valueEnd, by: pick(random, uris) }];
}

function moveSignature(document: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const { start, end, parent } = signature;
  const siblings = (parent?.children ?? []).filter((node) => node !== signature);
  const place = chance(random, 0.5) && siblings.length > 0 ? pick(random, siblings).end : anyPlace(document, random);
  return place >= start && place <= end
    ? undefined
    : [
        { start, end, by: '' },
        { start: place, by: sourceOf(document, signature) },
      ];
}

function exchangeSignatures(document: XmlDocument): string | undefined {
  const [first, second] = elementsFrom(document.root).filter(({ local }) => local === 'Signature');
  return first && second && second.start >= first.end
    ? replaced(
        document.text,
        { start: first.start, end: first.end, by: sourceOf(document, second) },
        { start: second.start, end: second.end, by: sourceOf(document, first) },
      )
    : undefined;
}

function repeatPart(document: XmlDocument, signature: ElementNode, random: Random): Replacement[] {
  const repeated = pick(random, elementsFrom(signature));
  return [{ start: repeated.end, by: sourceOf(document, repeated) }];
}

function addPart(_: XmlDocument, signature: ElementNode, random: Random): Replacement[] | undefined {
  const owner = pick(
    random,
    elementsFrom(signature).filter(({ closing, end }) => closing !== end),
  );
  return owner && [{ start: pick(random, [owner.tagEnd, owner.closing]), by: pick(random, ADDED) }];
}

function addId(document: XmlDocument, signature: ElementNode, random: Random): Replacement[] {
  const { start, name } = pick(random, elementsFrom(signature));
  const taken = elementsFrom(document.root).flatMap(({ attributes }) => attributes.filter((one) => one.name === 'ID'));
  const ids = ['_s', '_s', 'a b', '1', '', ...taken.map(({ value }) => value)];
  const attribute = pick(random, ['Id', 'Id', 'Id', 'ID', 'id', 'xml:id']);
  return [{ start: start + 1 + name.length, by: ` ${attribute}="${pick(random, ids)}"` }];
}
