import type { Canonicalization } from './canonical-form.ts';
import { EXCLUSIVE_C14N, INCLUSIVE_C14N, SIGNATURE } from './names.ts';
import { attributeOf, childElements, childrenNamed, type ElementNode } from './xml-tree.ts';

/**
 * How a signature canonicalises what it covers, and how its own SignedInfo. A reference by an ID alone leaves comments
 * out whatever its transforms say (XML Signature, section 4.3.3.3), so that only SignedInfo can have some.
 */
export type SignatureMethods = { content: Canonicalization; signedInfo: Canonicalization };

const METHODS: ReadonlyMap<string, Omit<Canonicalization, 'prefixList'>> = new Map([
  [EXCLUSIVE_C14N, { exclusive: true, comments: false }],
  [`${EXCLUSIVE_C14N}WithComments`, { exclusive: true, comments: true }],
  [INCLUSIVE_C14N, { exclusive: false, comments: false }],
  [`${INCLUSIVE_C14N}#WithComments`, { exclusive: false, comments: true }],
]);

/**
 * Reads the methods of a good signature. With the enveloped signature as the only transform, the content is
 * canonicalised by Canonical XML without comments (XML Signature, section 4.3.3.2).
 *
 * Throws if the signature names another method.
 */
export function readMethods(signature: ElementNode): SignatureMethods {
  const method = only(signature, 'SignedInfo', 'CanonicalizationMethod');
  const transforms = childrenNamed(only(signature, 'SignedInfo', 'Reference', 'Transforms'), SIGNATURE, 'Transform');
  const [enveloped, canonical, ...more] = transforms;
  if (!enveloped || attributeOf(enveloped, 'Algorithm') !== `${SIGNATURE}enveloped-signature` || more.length > 0) {
    throw new Error('the transforms are unusual');
  }
  return { signedInfo: canonicalization(method), content: { ...canonicalization(canonical), comments: false } };
}

/** @param transform undefined for the default. */
function canonicalization(transform: ElementNode | undefined): Canonicalization {
  const algorithm = transform ? (attributeOf(transform, 'Algorithm') ?? '') : INCLUSIVE_C14N;
  const method = METHODS.get(algorithm);
  if (!method) {
    throw new Error(`"${algorithm}" is no canonicalisation`);
  }
  const [inclusive] = transform ? childElements(transform) : [];
  const prefixes = (inclusive && attributeOf(inclusive, 'PrefixList')) ?? '';
  return { ...method, prefixList: prefixes.split(/[ \t\r\n]+/).filter(Boolean) };
}

function only(element: ElementNode, ...path: string[]): ElementNode {
  return path.reduce((parent, name) => {
    const [child, ...more] = childrenNamed(parent, SIGNATURE, name);
    if (!child || more.length > 0) {
      throw new Error(`not one ${name}`);
    }
    return child;
  }, element);
}
