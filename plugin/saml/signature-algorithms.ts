import { attributeOf, childrenNamed } from './elements.ts';
import type { Finding } from './check.ts';
import type { SignedPart } from './check-table.ts';
import { SIGNATURE } from './namespaces.ts';

type Strength = 'strong' | 'weak';

/**
 * Signature algorithms that are accepted (RFC 4051, RFC 9231). Anything else, HMAC above all, is refused before the
 * library sees it. SHA-1 is weak but accepted: identity providers used it until a setting was changed.
 */
const SIGNATURE_METHODS: ReadonlyMap<string, Strength> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'strong'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'strong'],
  ['http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', 'strong'],
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'weak'],
]);

/** Digest algorithms that are accepted, with their length in bytes. */
const DIGEST_METHODS: ReadonlyMap<string, { strength: Strength; bytes: number }> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', { strength: 'strong', bytes: 32 }],
  ['http://www.w3.org/2001/04/xmlenc#sha512', { strength: 'strong', bytes: 64 }],
  ['http://www.w3.org/2000/09/xmldsig#sha1', { strength: 'weak', bytes: 20 }],
]);

/** Gate 12: which algorithms a signature names, and whether they are good enough. */
export function checkAlgorithms(part: SignedPart, signature: Element): Finding {
  const signatureMethod = algorithmAt(signature, ['SignedInfo', 'SignatureMethod']);
  const digestMethod = algorithmAt(signature, ['SignedInfo', 'Reference', 'DigestMethod']);
  const strengths = [SIGNATURE_METHODS.get(signatureMethod), DIGEST_METHODS.get(digestMethod)?.strength];
  return {
    id: `sig.${part}.alg`,
    status: strengths.includes(undefined) ? 'fail' : strengths.includes('weak') ? 'warn' : 'pass',
    actual: `${lastPart(signatureMethod)} / ${lastPart(digestMethod)}`,
    hint: strengths.includes('weak') ? 'SHA-1 is out of date; a service provider may refuse it.' : undefined,
  };
}

/** Bytes in a digest of this algorithm; undefined for an algorithm that is not accepted. */
export function digestBytes(digestMethod: string | undefined): number | undefined {
  return DIGEST_METHODS.get(digestMethod ?? '')?.bytes;
}

function algorithmAt(signature: Element, path: string[]): string {
  const [element] = path.reduce<Element[]>(
    (elements, name) => elements.flatMap((parent) => childrenNamed(parent, SIGNATURE, name)),
    [signature],
  );
  return (element && attributeOf(element, 'Algorithm')) ?? '';
}

function lastPart(algorithm: string): string {
  return algorithm.slice(algorithm.lastIndexOf('#') + 1) || 'none';
}
