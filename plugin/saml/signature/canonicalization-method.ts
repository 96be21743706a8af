import type { Element } from '../reading/element.ts';
import { attributeOf, childrenNamed } from '../reading/elements.ts';
import { EXCLUSIVE_C14N } from '../reading/namespaces.ts';
import type { Canonicalization } from './canonicalize.ts';

const INCLUSIVE_C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

/** A document with comments is refused before, so the forms with and without comments are the same. */
const KINDS: ReadonlyMap<string, Canonicalization['kind']> = new Map([
  [EXCLUSIVE_C14N, 'exclusive'],
  [`${EXCLUSIVE_C14N}WithComments`, 'exclusive'],
  [INCLUSIVE_C14N, 'inclusive'],
  [`${INCLUSIVE_C14N}#WithComments`, 'inclusive'],
]);

/** The canonicalization that a CanonicalizationMethod or Transform names; undefined if it names something else. */
export function canonicalizationOf(method: Element): Canonicalization | undefined {
  const kind = KINDS.get(attributeOf(method, 'Algorithm') ?? '');
  return kind === 'exclusive' ? { kind, prefixes: prefixesOf(method) } : kind && { kind };
}

/** The prefixes are separated by white space, and `#default` is the empty one (Exclusive C14N 1.0, section 4). */
function prefixesOf(method: Element): string[] {
  return childrenNamed(method, EXCLUSIVE_C14N, 'InclusiveNamespaces')
    .flatMap((list) => (attributeOf(list, 'PrefixList') ?? '').split(/[ \t\r\n]+/))
    .filter((prefix) => prefix !== '')
    .map((prefix) => (prefix === '#default' ? '' : prefix));
}
