import { childElements, elementsFrom, nodesIn, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import {
  anyElement,
  anyPlace,
  innerElement,
  nameReplacements,
  replaced,
  sourceOf,
  type Mutation,
  type TreeMutation,
} from './mutation.ts';
import { pick, type Random } from './random.ts';

/** Names that every object of JavaScript has. */
const OBJECT_PROPERTIES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

const NAMES = [
  'Assertion',
  'Response',
  'Signature',
  'SignedInfo',
  'Object',
  'Extensions',
  'Advice',
  'NameID',
  'x',
  'ID',
];

const WRAPPINGS: Array<[start: string, end: string]> = [
  ['<x>', '</x>'],
  ['<x xmlns="urn:x">', '</x>'],
  ['<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">', '</samlp:Extensions>'],
  ['<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">', '</ds:Object>'],
  ['<saml:Advice xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">', '</saml:Advice>'],
];

export const ELEMENT_MUTATIONS: Mutation[] = [
  { name: 'an element removed', on: 'tree', mutate: removeElement },
  { name: 'an element copied', on: 'tree', mutate: copyElement },
  { name: 'an element moved', on: 'tree', mutate: moveElement },
  { name: 'elements exchanged', on: 'tree', mutate: exchangeElements },
  { name: 'an element renamed', on: 'tree', mutate: renaming(NAMES) },
  { name: 'an element named like a property of every object', on: 'tree', mutate: renaming(OBJECT_PROPERTIES) },
  { name: 'the case of a letter in a name', on: 'tree', mutate: changeCase },
  { name: 'an element within another', on: 'tree', mutate: wrapElement },
  { name: 'an element without its tags', on: 'tree', mutate: unwrapElement },
  { name: 'an element emptied', on: 'tree', mutate: emptyElement },
  { name: 'an element without a meaning added', on: 'tree', mutate: addElement },
  { name: 'a text moved', on: 'tree', mutate: moveText },
];

function removeElement(document: XmlDocument, random: Random): string | undefined {
  const element = innerElement(document, random);
  return element && replaced(document.text, { start: element.start, end: element.end, by: '' });
}

function copyElement(document: XmlDocument, random: Random): string {
  const by = sourceOf(document, anyElement(document, random));
  return replaced(document.text, { start: anyPlace(document, random), by });
}

function moveElement(document: XmlDocument, random: Random): string | undefined {
  const element = innerElement(document, random);
  const place = anyPlace(document, random);
  if (!element || (place >= element.start && place <= element.end)) {
    return undefined;
  }
  const { start, end } = element;
  return replaced(document.text, { start, end, by: '' }, { start: place, by: sourceOf(document, element) });
}

function exchangeElements(document: XmlDocument, random: Random): string | undefined {
  const siblings = childElements(anyElement(document, random));
  if (siblings.length < 2) {
    return undefined;
  }
  const [one, other] = [pick(random, siblings), pick(random, siblings)];
  return one === other
    ? undefined
    : replaced(
        document.text,
        { start: one.start, end: one.end, by: sourceOf(document, other) },
        { start: other.start, end: other.end, by: sourceOf(document, one) },
      );
}

/** With its prefix, so that only the local name changes. */
function renaming(names: readonly string[]): TreeMutation {
  return (document, random) => {
    const element = anyElement(document, random);
    return renamed(document, element, [element.prefix, pick(random, names)].filter(Boolean).join(':'));
  };
}

function renamed({ text }: XmlDocument, element: ElementNode, name: string): string {
  return replaced(text, ...nameReplacements(element, name));
}

function changeCase(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const { prefix, local } = element;
  const [first = ''] = local;
  const changed = pick(random, [
    local.toLowerCase(),
    local.toUpperCase(),
    (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + local.slice(1),
  ]);
  return renamed(document, element, [prefix, changed].filter(Boolean).join(':'));
}

function wrapElement(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const [start, end] = pick(random, WRAPPINGS);
  return replaced(document.text, { ...element, by: start + sourceOf(document, element) + end });
}

function unwrapElement(document: XmlDocument, random: Random): string | undefined {
  const element = innerElement(document, random);
  if (!element) {
    return undefined;
  }
  const { start, tagEnd, closing, end } = element;
  return replaced(document.text, { start, end, by: document.text.slice(tagEnd, closing) });
}

function emptyElement(document: XmlDocument, random: Random): string | undefined {
  const full = elementsFrom(document.root).filter(({ children }) => children.length > 0);
  const element = full.length > 0 ? pick(random, full) : undefined;
  return element && replaced(document.text, { start: element.tagEnd, end: element.closing, by: '' });
}

function addElement(document: XmlDocument, random: Random): string {
  const by = pick(random, ['<x/>', '<x xmlns="urn:x"/>', '<x xmlns="">y</x>', `<${document.root.name}/>`]);
  return replaced(document.text, { start: anyPlace(document, random), by });
}

function moveText(document: XmlDocument, random: Random): string | undefined {
  const texts = nodesIn(document.root).filter(({ kind }) => kind === 'text');
  if (texts.length === 0) {
    return undefined;
  }
  const text = pick(random, texts);
  const by = sourceOf(document, text);
  const place = anyPlace(document, random);
  return place >= text.start && place <= text.end
    ? undefined
    : replaced(document.text, { start: text.start, end: text.end, by: '' }, { start: place, by });
}
