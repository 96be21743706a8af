import type { Certificate, CertificateReading } from '../reading/certificate.ts';
import { passIf, type Finding } from '../report/check.ts';
import type { SignedPart } from '../report/check-table.ts';
import { childrenNamed } from '../reading/elements.ts';
import { certificatesInside } from './key-info.ts';
import { SIGNATURE } from '../reading/namespaces.ts';
import type { ParsedDocument } from '../reading/parse-document.ts';
import { checkAlgorithms } from './signature-algorithms.ts';
import { formDeviations } from './signature-form.ts';
import { fits, verifySignature, type Verification } from './verify-signature.ts';

/** The six checks of one signature, and what it covers if it is good. */
export type SignatureExamination = {
  findings: Finding[];
  /** Present when the signature is good: the certificate that fits, and the signed bytes as text. */
  verified?: { certificate: Certificate; signedXml: string } | undefined;
};

/**
 * Examines the signature of one element, which must be a child of it.
 *
 * @param trusted the certificates that were handed over. One of them must fit.
 * @param depth `form` leaves out digest and value, which need canonicalisation.
 */
export function examineSignature(
  part: SignedPart,
  document: ParsedDocument,
  parent: Element,
  trusted: Certificate[],
  depth: 'form' | 'full',
): SignatureExamination {
  const signatures = childrenNamed(parent, SIGNATURE, 'Signature');
  const [signature] = signatures;
  const alone = signatures.length === 1;
  const present: Finding = { id: `sig.${part}.present`, status: passIf(alone), actual: `${signatures.length}` };
  if (!signature || !alone) {
    return { findings: [present] };
  }
  const form = checkForm(part, parent, signature);
  const algorithms = checkAlgorithms(part, signature);
  const inside = certificatesInside(signature);
  const findings = [present, form, algorithms];
  if (form.status === 'fail' || algorithms.status === 'fail' || depth === 'form') {
    return { findings: [...findings, checkCertificateInside(part, inside, trusted)] };
  }
  const verification = verifySignature(document, parent, signature, namedFirst(trusted.filter(isRsa), inside));
  const verified = verification.outcome === 'verified' ? verification : undefined;
  const signer = verification.outcome === 'other key' ? signerAmong(inside, signature) : undefined;
  findings.push(
    checkDigest(part, verification),
    checkValue(part, verification, signer),
    checkCertificateInside(part, inside, verified ? [verified.certificate] : trusted),
  );
  return { findings, verified };
}

function checkForm(part: SignedPart, parent: Element, signature: Element): Finding {
  const deviations = formDeviations(parent, signature);
  return {
    id: `sig.${part}.form`,
    status: passIf(deviations.length === 0),
    actual: deviations.join(', ') || 'the form of SAML',
  };
}

function checkDigest(part: SignedPart, verification: Verification): Finding {
  const id = `sig.${part}.digest` as const;
  if (verification.outcome === 'altered') {
    const { supplied: expected, calculated: actual } = verification;
    return { id, status: 'fail', expected, actual, hint: 'The content was changed after it was signed.' };
  }
  return verification.outcome === 'unreadable'
    ? { id, status: 'fail', actual: verification.reason }
    : { id, status: 'pass', actual: 'equal' };
}

function checkValue(part: SignedPart, verification: Verification, signer: Certificate | undefined): Finding {
  const id = `sig.${part}.value` as const;
  if (verification.outcome === 'verified') {
    return { id, status: 'pass', actual: describe(verification.certificate) };
  }
  if (verification.outcome !== 'other key') {
    return { id, status: 'skip' };
  }
  return signer
    ? {
        id,
        status: 'fail',
        actual: describe(signer),
        hint: `It was signed with another certificate: ${describe(signer)}.`,
      }
    : {
        id,
        status: 'fail',
        actual: 'another key',
        hint: 'The key fits no certificate at hand: another one signed, or the signature was changed.',
      };
}

/**
 * A service provider that trusts the certificates in a signature takes the first one, so the first must be the right
 * one.
 */
function checkCertificateInside(part: SignedPart, inside: CertificateReading[], expected: Certificate[]): Finding {
  const id = `sig.${part}.cert` as const;
  const [first] = inside;
  if (!first) {
    return { id, status: 'info', actual: 'no certificate inside' };
  }
  const unreadable = inside.find((reading) => !reading.ok);
  if (!first.ok || unreadable) {
    return { id, status: 'fail', actual: unreadable?.ok === false ? unreadable.reason : '' };
  }
  if (expected.length === 0) {
    return { id, status: 'skip' };
  }
  const same = expected.some(({ fingerprint }) => fingerprint === first.certificate.fingerprint);
  return {
    id,
    status: passIf(same),
    expected: expected.map(describe).join(' or '),
    actual: describe(first.certificate),
  };
}

/** The carried certificate whose key made the signature. Only the message uses it. */
function signerAmong(inside: CertificateReading[], signature: Element): Certificate | undefined {
  const [first] = inside;
  return first?.ok && isRsa(first.certificate) && fits(first.certificate, signature) ? first.certificate : undefined;
}

/** If several trusted certificates have the same key, the one that the signature names counts. */
function namedFirst(trusted: Certificate[], [first]: CertificateReading[]): Certificate[] {
  const named = first?.ok === true ? first.certificate.fingerprint : undefined;
  return [...trusted].sort((a, b) => Number(b.fingerprint === named) - Number(a.fingerprint === named));
}

function isRsa({ keyType }: Certificate): boolean {
  return keyType === 'rsa';
}

function describe({ label, fingerprint }: Certificate): string {
  return `${label}, SHA-256 ${fingerprint}`;
}
