import { attributeOf, childrenNamed } from '../reading/elements.ts';
import { passIf, type Finding } from '../report/check.ts';
import type { SignedPart } from '../report/check-table.ts';
import { SIGNATURE } from '../reading/namespaces.ts';

type Strength = 'strong' | 'weak';

/**
 * Signature algorithms that are accepted (RFC 4051, RFC 9231). Anything else, and especially HMAC, is refused before
 * the library sees it. SHA-1 is weak but accepted: identity providers used it until a setting was changed.
 */
const SIGNATURE_METHODS: ReadonlyMap<string, Strength> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'strong'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'strong'],
  ['http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', 'strong'],
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'weak'],
]);

const DIGEST_METHODS: ReadonlyMap<string, Strength> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'strong'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'strong'],
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'weak'],
]);

/** Checks which algorithms a signature names, and whether they are good enough. */
export function checkAlgorithms(part: SignedPart, signature: Element): Finding {
  const signatureMethod = algorithmAt(signature, ['SignedInfo', 'SignatureMethod']);
  const digestMethod = algorithmAt(signature, ['SignedInfo', 'Reference', 'DigestMethod']);
  const strengths: Array<Strength | undefined> = [
    SIGNATURE_METHODS.get(signatureMethod),
    DIGEST_METHODS.get(digestMethod),
  ];
  const accepted = !strengths.includes(undefined);
  const weak = strengths.includes('weak');
  return {
    id: `sig.${part}.alg`,
    status: accepted && weak ? 'warn' : passIf(accepted),
    actual: `${lastPart(signatureMethod)} / ${lastPart(digestMethod)}`,
    hint: weak ? 'SHA-1 is out of date; a service provider may refuse it.' : undefined,
  };
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
