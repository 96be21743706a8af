import { elementsFrom, type Declaration, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import { anyElement, behindName, replaced, sourceOf, type Mutation } from './mutation.ts';
import { chance, pick, type Random } from './random.ts';

/** Prefixes that the signatures name, that software treats in a way of its own, and others. */
const PREFIXES = [
  'xs',
  'xsi',
  'ds',
  'saml',
  'samlp',
  'ec',
  'e',
  'E',
  'xml',
  'xmlns',
  'xmlnsx',
  'constructor',
  '__proto__',
];

const NAMESPACES = [
  'urn:x',
  'http://www.w3.org/2001/XMLSchema',
  'http://www.w3.org/2000/09/xmldsig#',
  'urn:oasis:names:tc:SAML:2.0:assertion',
  'http://www.w3.org/XML/1998/namespace',
  'relative',
  '//evil.example/x',
  '',
];

const ODD_IN_NAMESPACES = [
  '&quot;',
  '&apos;',
  '&lt;',
  '>',
  '&gt;',
  '&amp;',
  ' ',
  '&#10;',
  '&#13;',
  '/',
  'X',
  '#',
  '\u00e9',
  '{',
];

export const NAMESPACE_MUTATIONS: Mutation[] = [
  { name: 'a namespace declared', on: 'tree', mutate: addDeclaration },
  { name: 'a namespace with an odd character declared', on: 'tree', mutate: addOddDeclaration },
  { name: 'a namespace declared once more', on: 'tree', mutate: repeatDeclaration },
  { name: 'a declaration removed', on: 'tree', mutate: removeDeclaration },
  { name: 'a declaration moved', on: 'tree', mutate: moveDeclaration },
  { name: 'a namespace changed', on: 'tree', mutate: changeNamespace },
  { name: 'a namespace that forges canonical text', on: 'tree', mutate: forgeCanonicalText },
];

function anyDeclaration({ root }: XmlDocument, random: Random): { owner: ElementNode; declaration: Declaration } {
  const all = elementsFrom(root).flatMap((owner) => owner.declarations.map((declaration) => ({ owner, declaration })));
  return pick(random, all);
}

const declarationOf = (prefix: string, namespace: string): string =>
  ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${namespace}"`;

function addDeclaration(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const prefix = chance(random, 0.15) ? '' : pick(random, PREFIXES);
  const by = declarationOf(prefix, pick(random, NAMESPACES));
  return replaced(document.text, { start: behindName(element), by });
}

function addOddDeclaration(document: XmlDocument, random: Random): string {
  const namespace = `urn:x${pick(random, ODD_IN_NAMESPACES)}y`;
  return replaced(document.text, {
    start: behindName(anyElement(document, random)),
    by: declarationOf('e', namespace),
  });
}

/** On an element where it is in scope already. */
function repeatDeclaration(document: XmlDocument, random: Random): string | undefined {
  const element = anyElement(document, random);
  const own = new Set(element.declarations.map(({ prefix }) => prefix));
  const inherited = [...element.scope].filter(([prefix]) => !own.has(prefix));
  if (inherited.length === 0) {
    return undefined;
  }
  return replaced(document.text, { start: behindName(element), by: declarationOf(...pick(random, inherited)) });
}

function removeDeclaration(document: XmlDocument, random: Random): string {
  const { start, end } = anyDeclaration(document, random).declaration;
  return replaced(document.text, { start, end, by: '' });
}

/** To the element around it, or to another one. */
function moveDeclaration(document: XmlDocument, random: Random): string {
  const { owner, declaration } = anyDeclaration(document, random);
  const target = chance(random, 0.7) && owner.parent ? owner.parent : anyElement(document, random);
  const { start, end } = declaration;
  const by = ` ${sourceOf(document, declaration)}`;
  return replaced(document.text, { start, end, by: '' }, { start: behindName(target), by });
}

function changeNamespace(document: XmlDocument, random: Random): string {
  const { valueStart, valueEnd, namespace } = anyDeclaration(document, random).declaration;
  const by = pick(random, [
    ...[`${namespace}/`, ` ${namespace}`, `${namespace}&#13;`, `${namespace}&quot;`, namespace.toUpperCase()],
    ...[namespace.replace(/^./, (character) => `&#${character.charCodeAt(0)};`), `${namespace}x`],
    ...NAMESPACES,
  ]);
  return replaced(document.text, { start: valueStart, end: valueEnd, by });
}

/**
 * Hides part of the document in a namespace, so that a canonicalisation that does not escape namespaces still writes the
 * same text: everything from the value of one declaration to the value of a later, equal one becomes the first one's
 * value.
 */
function forgeCanonicalText({ text, root }: XmlDocument, random: Random): string | undefined {
  const elements = elementsFrom(root);
  const pairs = elements.flatMap((first, index) =>
    elements
      .slice(index + 1)
      .filter((second) => second.name === first.name && depthOf(second) === depthOf(first))
      .flatMap((second) => sameDeclarations(first, second)),
  );
  if (pairs.length === 0) {
    return undefined;
  }
  const [from, to] = pick(random, pairs);
  const hidden = text.slice(from.valueStart, to.valueEnd).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const quotes = chance(random, 0.5)
    ? { quote: '"', by: hidden.replaceAll('"', '&quot;') }
    : { quote: "'", by: hidden.replaceAll("'", '&apos;') };
  const by = quotes.quote + quotes.by + quotes.quote;
  return replaced(text, { start: from.valueStart - 1, end: to.valueEnd + 1, by });
}

function depthOf({ parent }: ElementNode): number {
  return parent ? 1 + depthOf(parent) : 0;
}

function sameDeclarations(first: ElementNode, second: ElementNode): Array<[from: Declaration, to: Declaration]> {
  return first.declarations.flatMap((from) => {
    const to = second.declarations.find(({ name, namespace }) => name === from.name && namespace === from.namespace);
    return to ? [[from, to] as [Declaration, Declaration]] : [];
  });
}
