import { SignedXml } from 'xml-crypto';
import type { Certificate } from './certificate.ts';
import { childElements, isNamed } from './elements.ts';
import { SIGNATURE } from './namespaces.ts';
import type { ParsedDocument } from './parse-document.ts';
import { looksAtSurroundings } from './signature-form.ts';

/** What a signature turned out to be. Only `verified` has content to trust: the bytes that were digested. */
export type Verification =
  | { outcome: 'verified'; certificate: Certificate; signedXml: string }
  | { outcome: 'altered'; calculated: string; supplied: string }
  | { outcome: 'other key' }
  | { outcome: 'no key' }
  | { outcome: 'unreadable'; reason: string };

type Attempt = Exclude<Verification, { outcome: 'verified' }> | { outcome: 'matches'; signedXml: string };

/**
 * Verifies one signature with the first of several certificates that fits. The certificate inside the signature is
 * never used. The caller has made sure that form and algorithms are right: xml-crypto is called with nothing else.
 *
 * @param certificates RSA certificates only; with none the content is still compared with its digest.
 */
export function verifySignature(
  document: ParsedDocument,
  signature: Element,
  certificates: Certificate[],
): Verification {
  const text = textForLibrary(document, signature);
  let last: Verification = { outcome: 'no key' };
  for (const certificate of certificates) {
    const attempt = attemptWith(certificate.publicKeyPem, text, signature);
    if (attempt.outcome === 'matches') {
      return { outcome: 'verified', certificate, signedXml: attempt.signedXml };
    }
    last = attempt;
    // Another key cannot mend a wrong digest.
    if (attempt.outcome !== 'other key') {
      return last;
    }
  }
  return certificates.length > 0 ? last : contentAlone(attemptWith(undefined, text, signature));
}

function attemptWith(publicCert: string | undefined, text: string, signature: Element): Attempt {
  const signedXml = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
  try {
    signedXml.loadSignature(signature);
    if (signedXml.checkSignature(text)) {
      const [covered] = signedXml.getSignedReferences();
      return covered === undefined
        ? { outcome: 'unreadable', reason: 'nothing is signed' }
        : { outcome: 'matches', signedXml: covered };
    }
    return alteredBy(signedXml.getReferences()[0]?.validationError);
  } catch (error) {
    return thrownAttempt(error);
  }
}

/** A wrong digest is answered with `false`, and this text holds both digests (seen in xml-crypto 6.3.2). */
function alteredBy(error: Error | undefined): Attempt {
  const digests = /calculated digest is (\S+) but the xml to validate supplies digest ([\s\S]*)$/.exec(
    error?.message ?? '',
  );
  return digests
    ? { outcome: 'altered', calculated: digests[1]!, supplied: digests[2]!.trim() }
    : { outcome: 'unreadable', reason: error?.message ?? 'the reference cannot be resolved' };
}

/** A wrong signature value is thrown, after all digests were found right (seen in xml-crypto 6.3.2). */
function thrownAttempt(error: unknown): Attempt {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.startsWith('invalid signature: the signature value')) {
    return { outcome: 'other key' };
  }
  return reason.startsWith('KeyInfo or publicCert') ? { outcome: 'no key' } : { outcome: 'unreadable', reason };
}

function contentAlone(attempt: Attempt): Verification {
  return attempt.outcome === 'matches' ? { outcome: 'no key' } : attempt;
}

/**
 * xml-crypto takes the namespaces around the first SignedInfo of the document for those around the one it checks. Where
 * they matter, the Response's own signature is cut out of the text when another one is checked; no other signature
 * covers it.
 */
function textForLibrary({ text, root, childExtents }: ParsedDocument, signature: Element): string {
  if (signature.parentNode === root || !looksAtSurroundings(signature)) {
    return text;
  }
  const children = childElements(root);
  return childExtents.reduceRight(
    (rest, { start, end }, index) =>
      isNamed(children[index]!, SIGNATURE, 'Signature') ? rest.slice(0, start) + rest.slice(end) : rest,
    text,
  );
}
