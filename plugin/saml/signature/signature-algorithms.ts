import type { Element } from '../reading/element.ts';
import { attributeOf, childrenNamed } from '../reading/elements.ts';
import { passIf, type Finding } from '../report/check.ts';
import type { SignedPart } from '../report/check-table.ts';
import { SIGNATURE } from '../reading/namespaces.ts';

/** The hash functions as node:crypto names them. */
export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** How RSA pads what it signs: by PKCS #1 v1.5, or by PSS with MGF1 and a salt as long as the hash (RFC 9231, 2.3.10). */
export type SignatureMethod = { hash: Hash; padding: 'pkcs1' | 'pss' };

const XMLDSIG_MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const XMLDSIG_MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#';
const XMLENC = 'http://www.w3.org/2001/04/xmlenc#';

/**
 * Signature algorithms that are accepted (RFC 9231). Anything else, and especially HMAC, is refused before anything is
 * verified. SHA-1 is weak but accepted: identity providers used it until a setting was changed.
 */
const SIGNATURE_METHODS: ReadonlyMap<string, SignatureMethod> = new Map([
  [`${XMLDSIG_MORE}rsa-sha256`, { hash: 'sha256', padding: 'pkcs1' }],
  [`${XMLDSIG_MORE}rsa-sha384`, { hash: 'sha384', padding: 'pkcs1' }],
  [`${XMLDSIG_MORE}rsa-sha512`, { hash: 'sha512', padding: 'pkcs1' }],
  [`${XMLDSIG_MORE_2007}sha256-rsa-MGF1`, { hash: 'sha256', padding: 'pss' }],
  [`${XMLDSIG_MORE_2007}sha384-rsa-MGF1`, { hash: 'sha384', padding: 'pss' }],
  [`${XMLDSIG_MORE_2007}sha512-rsa-MGF1`, { hash: 'sha512', padding: 'pss' }],
  [`${SIGNATURE}rsa-sha1`, { hash: 'sha1', padding: 'pkcs1' }],
]);

const DIGEST_METHODS: ReadonlyMap<string, Hash> = new Map([
  [`${XMLENC}sha256`, 'sha256'],
  [`${XMLDSIG_MORE}sha384`, 'sha384'],
  [`${XMLENC}sha512`, 'sha512'],
  [`${SIGNATURE}sha1`, 'sha1'],
]);

/** The algorithms that a signature names; undefined where it names none that is accepted. */
export function algorithmsOf(signature: Element): { method: SignatureMethod | undefined; digest: Hash | undefined } {
  const { method, digest } = algorithmNames(signature);
  return { method: SIGNATURE_METHODS.get(method), digest: DIGEST_METHODS.get(digest) };
}

/** Checks which algorithms a signature names, and whether they are good enough. */
export function checkAlgorithms(part: SignedPart, signature: Element): Finding {
  const names = algorithmNames(signature);
  const { method, digest } = algorithmsOf(signature);
  const accepted = method !== undefined && digest !== undefined;
  const weak = method?.hash === 'sha1' || digest === 'sha1';
  return {
    id: `sig.${part}.alg`,
    status: accepted && weak ? 'warn' : passIf(accepted),
    actual: `${lastPart(names.method)} / ${lastPart(names.digest)}`,
    hint: weak ? 'SHA-1 is out of date; a service provider may refuse it.' : undefined,
  };
}

function algorithmNames(signature: Element): { method: string; digest: string } {
  return {
    method: algorithmAt(signature, ['SignedInfo', 'SignatureMethod']),
    digest: algorithmAt(signature, ['SignedInfo', 'Reference', 'DigestMethod']),
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
