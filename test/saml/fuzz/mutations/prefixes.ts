import { EXCLUSIVE_C14N, SIGNATURE } from '../judge/names.ts';
import { elementsFrom, isNamed, type ElementNode, type XmlDocument } from '../judge/xml-tree.ts';
import {
  anyElement,
  behindName,
  nameReplacements,
  replaced,
  type Mutation,
  type Replacement,
  type TreeMutation,
} from './mutation.ts';
import { chance, pick, type Random } from './random.ts';

const NEW_PREFIXES = ['p', 'Saml', 'SAMLP', 'dS', 'xsI', 'constructor', '__proto__', 'xmlnsp', '\u00e9', '_'];

export const PREFIX_MUTATIONS: Mutation[] = [
  { name: 'a prefix changed everywhere', on: 'tree', mutate: renaming((_, random) => pick(random, NEW_PREFIXES)) },
  { name: 'the case of a prefix changed everywhere', on: 'tree', mutate: renaming(otherCase) },
  { name: 'a prefix changed in one element', on: 'tree', mutate: renameOnce },
  { name: 'another prefix around SignedInfo', on: 'tree', mutate: renameAroundSignedInfo },
  { name: 'the default namespace for a prefix', on: 'tree', mutate: dropPrefix },
  { name: 'another PrefixList', on: 'tree', mutate: changePrefixList },
];

/** Everywhere: in the names of elements and attributes, in declarations, PrefixLists and types. */
function renaming(newName: (prefix: string, random: Random) => string): TreeMutation {
  return (document, random) => {
    const prefix = anyPrefix(document, random);
    return prefix === undefined ? undefined : renamedEverywhere(document, prefix, newName(prefix, random));
  };
}

function renamedEverywhere(document: XmlDocument, prefix: string, to: string): string {
  const elements = elementsFrom(document.root);
  const byName = elements.flatMap((element) => prefixReplacements(element, prefix, to));
  const byValue = elements
    .flatMap(({ attributes }) => attributes)
    .flatMap(({ local, value, valueStart }): Replacement[] => {
      const pattern = local === 'PrefixList' ? /[^\s]+/g : /^[^\s:]+(?=:)/g;
      return ['PrefixList', 'type'].includes(local)
        ? [...value.matchAll(pattern)]
            .filter(([found]) => found === prefix)
            .map(({ index }) => ({ start: valueStart + index, end: valueStart + index + prefix.length, by: to }))
        : [];
    });
  return replaced(document.text, ...byName, ...byValue);
}

function prefixReplacements(element: ElementNode, prefix: string, to: string): Replacement[] {
  const at = (start: number): Replacement => ({ start, end: start + prefix.length, by: to });
  const { start, closing, end, attributes, declarations } = element;
  return [
    ...(element.prefix === prefix ? [at(start + 1), ...(closing === end ? [] : [at(closing + 2)])] : []),
    ...attributes.filter((attribute) => attribute.prefix === prefix).map((attribute) => at(attribute.start)),
    ...declarations
      .filter((declaration) => declaration.prefix === prefix)
      .map((declaration) => at(declaration.start + 'xmlns:'.length)),
  ];
}

function anyPrefix({ root }: XmlDocument, random: Random): string | undefined {
  const prefixes = elementsFrom(root).flatMap(({ scope }) => [...scope.keys()].filter((prefix) => prefix !== ''));
  return prefixes.length > 0 ? pick(random, prefixes) : undefined;
}

function otherCase(prefix: string): string {
  return prefix === prefix.toUpperCase() ? prefix.toLowerCase() : prefix.toUpperCase();
}

/** Often to a prefix that is not declared, or to one of another namespace. Sometimes with a declaration of its own. */
function renameOnce(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const { local, namespace, scope } = element;
  const prefixes = [...scope.keys(), otherCase(element.prefix), ...NEW_PREFIXES].filter((prefix) => prefix !== '');
  const prefix = pick(random, prefixes);
  const declaration = chance(random, 0.5) ? ` xmlns:${prefix}="${namespace}"` : '';
  return replaced(document.text, ...nameReplacements(element, `${prefix}:${local}`, declaration));
}

/** The signature does not cover the prefixes of the elements around SignedInfo and beside it. */
function renameAroundSignedInfo(document: XmlDocument, random: Random): string | undefined {
  const signatures = elementsFrom(document.root).filter((element) => isNamed(element, SIGNATURE, 'Signature'));
  if (signatures.length === 0) {
    return undefined;
  }
  const signature = pick(random, signatures);
  const covered = new Set(
    elementsFrom(signature)
      .filter(({ local }) => local === 'SignedInfo')
      .flatMap(elementsFrom),
  );
  const to = pick(random, NEW_PREFIXES);
  const names = elementsFrom(signature)
    .filter((element) => !covered.has(element) && element.prefix === signature.prefix)
    .flatMap((element) => nameReplacements(element, `${to}:${element.local}`));
  return replaced(document.text, { start: behindName(signature), by: ` xmlns:${to}="${SIGNATURE}"` }, ...names);
}

function dropPrefix(document: XmlDocument, random: Random): string {
  const element = anyElement(document, random);
  const { local, namespace } = element;
  return replaced(document.text, ...nameReplacements(element, local, ` xmlns="${namespace}"`));
}

function changePrefixList({ text, root }: XmlDocument, random: Random): string | undefined {
  const transforms = elementsFrom(root).filter(({ local }) => local === 'Transform');
  const transform = pick(random, transforms);
  const list = transform?.children.find((node) => node.kind === 'element')?.attributes[0];
  if (!transform || !list) {
    const by = `<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE_C14N}" PrefixList="${pick(random, ['xs', '#default', ''])}"/>`;
    return transform && transform.closing < transform.end
      ? replaced(text, { start: transform.closing, by })
      : undefined;
  }
  const prefixes = list.value.split(' ');
  const by = pick(random, [
    [...prefixes].reverse().join(' '),
    prefixes.slice(1).join(' '),
    ...['#default', 'e', 'xml', '', 'constructor'].map((added) => [...prefixes, added].join(' ')),
    prefixes.join('  '),
    prefixes.join('\n'),
    prefixes.join('&#9;'),
    '',
  ]);
  return replaced(text, { start: list.valueStart, end: list.valueEnd, by });
}
