import { constants, createHash, verify } from 'node:crypto';
import type { Certificate } from '../reading/certificate.ts';
import type { Attribute, Element } from '../reading/element.ts';
import { withoutChild } from '../reading/elements.ts';
import { differenceFrom } from '../reading/xml/second-reading.ts';
import { canonicalize, inheritedAttributes, type Canonicalization } from './canonicalize.ts';
import { readSignature, type SignatureContent } from './signature-content.ts';

/** What a signature turned out to be. Only `verified` has content to trust, which means what the digested bytes mean. */
export type Verification =
  | { outcome: 'verified'; certificate: Certificate; signed: Element }
  | { outcome: 'other meaning'; certificate: Certificate; difference: string }
  | { outcome: 'other digest'; calculated: string; supplied: string; content: SignatureContent }
  | { outcome: 'other key'; content: SignatureContent }
  | { outcome: 'no key' };

/**
 * Verifies one signature with the first of several certificates that fits (XML Signature, section 3.2). The
 * certificate inside the signature is never used. The caller has made sure that form and algorithms are right.
 *
 * node:crypto does what is cryptography. No library does the rest: searching a large document for the one element that
 * the form has already named took a second, and a form as strict as this one leaves little to do. The canonical form is
 * this project's own, so that it is checked against the document: what was signed is parsed again and must mean the same.
 *
 * @param parent the element that the signature is a child of and covers.
 * @param certificates RSA certificates only; with none the content is still compared with its digest.
 */
export function verifySignature(parent: Element, signature: Element, certificates: Certificate[]): Verification {
  const content = readSignature(signature);
  const canonical = canonicalize(parent, content.transform, { leftOut: signature });
  const calculated = createHash(content.hash).update(canonical).digest();
  if (!calculated.equals(content.digest)) {
    const [one, other] = [calculated, content.digest].map((digest) => digest.toString('base64')) as [string, string];
    return { outcome: 'other digest', calculated: one, supplied: other, content };
  }
  const signedInfo = canonicalize(content.signedInfo, content.canonicalization);
  const certificate = certificates.find((candidate) => isMadeBy(candidate, content, signedInfo));
  if (certificate === undefined) {
    return certificates.length > 0 ? { outcome: 'other key', content } : { outcome: 'no key' };
  }
  const signed = withoutChild(parent, signature);
  const difference =
    differenceFrom(content.signedInfo, signedInfo, inheritedBy(content.signedInfo, content.canonicalization)) ??
    differenceFrom(signed, canonical, inheritedBy(parent, content.transform));
  return difference === undefined
    ? { outcome: 'verified', certificate, signed }
    : { outcome: 'other meaning', certificate, difference };
}

/** Whether the key of an RSA certificate made a signature. Never throws. */
export function fits(certificate: Certificate, content: SignatureContent): boolean {
  return isMadeBy(certificate, content, canonicalize(content.signedInfo, content.canonicalization));
}

/** Whether the key of an RSA certificate made the signature value over a text. Never throws. */
export function isMadeBy({ publicKeyPem }: Certificate, { method, value }: SignatureContent, text: string): boolean {
  const padding =
    method.padding === 'pss'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  try {
    return verify(method.hash, Buffer.from(text), { key: publicKeyPem, ...padding }, value);
  } catch {
    // OpenSSL throws for a key that is too short for the method.
    return false;
  }
}

/** The attributes that the canonical form of an element takes over from around it. */
function inheritedBy(element: Element, { kind }: Canonicalization): Attribute[] {
  return kind === 'inclusive' ? inheritedAttributes(element) : [];
}
