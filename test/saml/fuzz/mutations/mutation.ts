import type { Attribute, ElementNode, Extent, TextNode, XmlDocument } from '../judge/xml-tree.ts';
import { elementsFrom, nodesIn } from '../judge/xml-tree.ts';
import { pick, type Random } from './random.ts';

/**
 * A class of mutations, by its name. What it makes may be equal to what it was given, or `undefined` if it has nothing
 * to change there. A class that works on the tree gets only what is well-formed.
 */
export type Mutation = { name: string } & (
  | { on: 'bytes'; mutate: (bytes: Buffer, random: Random) => Buffer }
  | { on: 'tree'; mutate: TreeMutation }
);

export type TreeMutation = (document: XmlDocument, random: Random) => string | undefined;

/** Puts a text in the place of a part of another; `end` is `start` unless given. */
export type Replacement = { start: number; end?: number; by: string };

/** The parts must not overlap. */
export function replaced(text: string, ...replacements: Replacement[]): string {
  return [...replacements]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end = start, by }) => rest.slice(0, start) + by + rest.slice(end), text);
}

/**
 * Gives an element another name in both of its tags.
 *
 * @param added what to write behind the name in the start tag.
 */
export function nameReplacements({ start, name, closing, end }: ElementNode, to: string, added = ''): Replacement[] {
  const at = (place: number, by: string): Replacement => ({ start: place, end: place + name.length, by });
  return [at(start + 1, to + added), ...(closing === end ? [] : [at(closing + 2, to)])];
}

export const sourceOf = ({ text }: XmlDocument, { start, end }: Extent): string => text.slice(start, end);

export function anyElement({ root }: XmlDocument, random: Random): ElementNode {
  return pick(random, elementsFrom(root));
}

/** Any element but the document element. */
export function innerElement({ root }: XmlDocument, random: Random): ElementNode | undefined {
  const [, ...inner] = elementsFrom(root);
  return inner.length > 0 ? pick(random, inner) : undefined;
}

export function anyAttribute({ root }: XmlDocument, random: Random): Attribute | undefined {
  const attributes = elementsFrom(root).flatMap((element) => element.attributes);
  return attributes.length > 0 ? pick(random, attributes) : undefined;
}

/** A text with something to read, without the white space between elements. */
export function anyText({ root }: XmlDocument, random: Random): TextNode | undefined {
  const texts = nodesIn(root).filter((node) => node.kind === 'text');
  const readable = texts.filter(({ text }) => text.trim() !== '');
  return readable.length > 0 ? pick(random, readable) : undefined;
}

/** Just behind the name in a start tag, where attributes can be added. */
export function behindName({ start, name }: ElementNode): number {
  return start + 1 + name.length;
}

/** A place in the content of an element, between two of its nodes. An empty tag has none. */
export function placeIn({ closing, end, children }: ElementNode, random: Random): number | undefined {
  return closing === end ? undefined : pick(random, [...children.map(({ start }) => start), closing]);
}

/** A place in the content of any element. */
export function anyPlace(document: XmlDocument, random: Random): number {
  const open = elementsFrom(document.root).filter(({ closing, end }) => closing !== end);
  return (open.length > 0 ? placeIn(pick(random, open), random) : undefined) ?? document.root.end;
}

/** A place in the raw text of a value, not inside a reference. */
export function placeInValue(raw: string, random: Random): number {
  const ends = [0, ...[...raw.matchAll(/&[^;]*;|[^&]/gu)].map(({ index, 0: { length } }) => index + length)];
  return pick(random, ends);
}
