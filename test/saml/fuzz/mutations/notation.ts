import { elementsFrom, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import { anyAttribute, anyElement, behindName, replaced, sourceOf, type Mutation } from './mutation.ts';
import { pick, shuffled, type Random } from './random.ts';

const BLANKS = [' ', '\n', '\t ', '\r\n', '\r'];

/** The same in other words, where no signature covers how it is written. */
export const NOTATION_MUTATIONS: Mutation[] = [
  { name: 'white space in a tag', on: 'tree', mutate: spaceInTag },
  { name: 'other quotes', on: 'tree', mutate: changeQuotes },
  { name: 'an empty tag opened', on: 'tree', mutate: openEmptyTag },
  { name: 'an empty element closed at once', on: 'tree', mutate: closeEmptyElement },
  { name: 'attributes in another order', on: 'tree', mutate: reorderAttributes },
  { name: 'a line break for a blank in an attribute', on: 'tree', mutate: breakAttribute },
  {
    name: 'other line ends',
    on: 'tree',
    mutate: ({ text }, random) => text.replaceAll('\n', pick(random, ['\r\n', '\r'])),
  },
];

function spaceInTag(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const { start, tagEnd, closing, end, attributes } = element;
  const isEmpty = closing === end;
  const places = [
    behindName(element),
    tagEnd - (isEmpty ? 2 : 1),
    ...(isEmpty ? [] : [end - 1]),
    ...attributes.flatMap(({ start: name, name: { length }, valueStart }) => [name, name + length, valueStart - 1]),
    // These two make a tag that is none.
    start + 1,
    ...(isEmpty ? [] : [closing + 2]),
  ];
  return replaced(document.text, { start: pick(random, places), by: pick(random, BLANKS) });
}

function changeQuotes(document: XmlDocument, random: Random): string | undefined {
  const attribute = anyAttribute(document, random);
  if (!attribute) {
    return undefined;
  }
  const { valueStart, valueEnd } = attribute;
  const [from, to, reference] =
    document.text[valueEnd] === '"' ? ['"', "'", '&apos;'] : ["'", '"', pick(random, ['&quot;', '&#34;'])];
  const raw = document.text.slice(valueStart, valueEnd).replaceAll(to, reference);
  return from === to
    ? undefined
    : replaced(document.text, { start: valueStart - 1, end: valueEnd + 1, by: `${to}${raw}${to}` });
}

function openEmptyTag(document: XmlDocument, random: Random): string | undefined {
  const empty = elementsFrom(document.root).filter(({ closing, end }) => closing === end);
  if (empty.length === 0) {
    return undefined;
  }
  const element = pick(random, empty);
  const tag = sourceOf(document, element).replace(/\s*\/>$/, '>');
  return replaced(document.text, { ...element, by: `${tag}</${element.name}>` });
}

function closeEmptyElement(document: XmlDocument, random: Random): string | undefined {
  const open = elementsFrom(document.root).filter(({ tagEnd, closing, end }) => tagEnd === closing && closing < end);
  if (open.length === 0) {
    return undefined;
  }
  const { tagEnd, end } = pick(random, open);
  return replaced(document.text, { start: tagEnd - 1, end, by: '/>' });
}

function reorderAttributes(document: XmlDocument, random: Random): string | undefined {
  const several = elementsFrom(document.root).filter((element) => partsOf(element).length > 1);
  if (several.length === 0) {
    return undefined;
  }
  const parts = partsOf(pick(random, several));
  const sources = shuffled(random, parts).map((part) => sourceOf(document, part));
  return replaced(document.text, ...parts.map((part, index) => ({ ...part, by: sources[index]! })));
}

function partsOf({ attributes, declarations }: ElementNode): Array<{ start: number; end: number }> {
  return [...attributes, ...declarations].map(({ start, end }) => ({ start, end }));
}

/** In an attribute, a line break and a tabulator are read as a blank. */
function breakAttribute(document: XmlDocument, random: Random): string | undefined {
  const blanks = elementsFrom(document.root)
    .flatMap(({ attributes }) => attributes)
    .flatMap(({ valueStart, valueEnd }) =>
      [...document.text.slice(valueStart, valueEnd).matchAll(/ /g)].map(({ index }) => valueStart + index),
    );
  if (blanks.length === 0) {
    return undefined;
  }
  const start = pick(random, blanks);
  return replaced(document.text, { start, end: start + 1, by: pick(random, ['\n', '\t', '\r\n', '\r']) });
}
