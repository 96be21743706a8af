import { decodeBase64 } from '../reading/base64.ts';
import type { Element } from '../reading/element.ts';
import { childrenNamed, ownText } from '../reading/elements.ts';
import { SIGNATURE } from '../reading/namespaces.ts';
import { canonicalizationOf } from './canonicalization-method.ts';
import type { Canonicalization } from './canonicalize.ts';
import { algorithmsOf, type Hash, type SignatureMethod } from './signature-algorithms.ts';

/** What a signature says. */
export type SignatureContent = {
  signature: Element;
  signedInfo: Element;
  /** How SignedInfo was written for signing. */
  canonicalization: Canonicalization;
  method: SignatureMethod;
  value: Buffer;
  /** How the content was written for its digest. */
  transform: Canonicalization;
  hash: Hash;
  digest: Buffer;
};

/**
 * Reads a signature whose form and algorithms are right.
 *
 * @throws if they are not, which the caller must have made sure of.
 */
export function readSignature(signature: Element): SignatureContent {
  const signedInfo = onlyChild(signature, 'SignedInfo');
  const reference = onlyChild(signedInfo, 'Reference');
  // The first transform leaves the signature out. Without a second one, a set of nodes is left, which XML Signature
  // (4.3.3.2) writes by inclusive canonicalization.
  const [, second] = childrenNamed(onlyChild(reference, 'Transforms'), SIGNATURE, 'Transform');
  const canonicalization = canonicalizationOf(onlyChild(signedInfo, 'CanonicalizationMethod'));
  const transform = second === undefined ? { kind: 'inclusive' as const } : canonicalizationOf(second);
  const { method, digest: hash } = algorithmsOf(signature);
  if (canonicalization === undefined || transform === undefined || method === undefined || hash === undefined) {
    throw new Error('the signature names an algorithm that is not known');
  }
  return {
    signature,
    signedInfo,
    canonicalization,
    method,
    value: bytesOf(onlyChild(signature, 'SignatureValue')),
    transform,
    hash,
    digest: bytesOf(onlyChild(reference, 'DigestValue')),
  };
}

function onlyChild(parent: Element, localName: string): Element {
  const [child, ...others] = childrenNamed(parent, SIGNATURE, localName);
  if (child === undefined || others.length > 0) {
    throw new Error(`there is not one ${localName}`);
  }
  return child;
}

function bytesOf(element: Element): Buffer {
  const base64 = decodeBase64(ownText(element));
  if (!base64.ok) {
    throw new Error(`${element.localName} is not Base64`);
  }
  return base64.bytes;
}
