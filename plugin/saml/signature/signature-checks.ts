import type { Certificate } from '../reading/certificate.ts';
import { passIf, type Finding } from '../report/check.ts';
import type { SignedPart } from '../report/check-table.ts';
import type { Element } from '../reading/element.ts';
import { childrenNamed } from '../reading/elements.ts';
import { limits } from '../reading/limits.ts';
import { SIGNATURE } from '../reading/namespaces.ts';
import type { ParsedDocument } from '../reading/xml/parse-document.ts';
import { positionOfPlace } from '../reading/places.ts';
import { explainDigest, explainValue } from './explain-mismatch.ts';
import { checkKeyInfo, describeCertificate, keyInfoOf, type KeyInfo } from './key-info.ts';
import { checkAlgorithms } from './signature-algorithms.ts';
import { formDeviations } from './signature-form.ts';
import { fits, verifySignature, type Verification } from './verify-signature.ts';

/** The seven checks of one signature, and what it covers if it is good. */
export type SignatureExamination = {
  findings: Finding[];
  /** Present when the signature is good: the certificate that fits, and the signed element, which means what the signed bytes mean. */
  verified?: { certificate: Certificate; signed: Element } | undefined;
};

/** What the checks of one signature have in common. */
type Examining = { part: SignedPart; parent: Element; text: string; thorough: boolean; certificates: Certificate[] };

/**
 * Examines the signature of one element, which must be a child of it.
 *
 * @param trusted the certificates that were handed over. One of them must fit.
 */
export function examineSignature(
  part: SignedPart,
  { text, elements }: ParsedDocument,
  parent: Element,
  trusted: Certificate[],
): SignatureExamination {
  const signatures = childrenNamed(parent, SIGNATURE, 'Signature');
  const [signature] = signatures;
  const alone = signatures.length === 1;
  const present: Finding = { id: `sig.${part}.present`, status: passIf(alone), actual: `${signatures.length}` };
  if (!signature || !alone) {
    return { findings: [present] };
  }
  const form = checkForm(part, parent, signature, text);
  const algorithms = checkAlgorithms(part, signature);
  const keyInfo = keyInfoOf(signature);
  const findings = [present, form, algorithms];
  if (form.status === 'fail' || algorithms.status === 'fail') {
    return { findings: [...findings, checkKeyInfo(part, keyInfo, trusted)] };
  }
  const verification = verifySignature(parent, signature, namedFirst(trusted.filter(isRsa), keyInfo));
  const verified = verification.outcome === 'verified' ? verification : undefined;
  const inside = firstCertificate(keyInfo);
  const examining: Examining = {
    part,
    parent,
    text,
    thorough: elements <= limits.elementsExaminedInFull,
    certificates: [...trusted, ...(inside === undefined ? [] : [inside])].filter(isRsa),
  };
  findings.push(
    checkDigest(examining, verification),
    checkValue(examining, verification, inside),
    checkKeyInfo(part, keyInfo, verified ? [verified.certificate] : trusted),
    checkMeaning(part, verification),
  );
  return { findings, verified };
}

/** The place of a fault is that of the signature: most are about how its parts go together. */
function checkForm(part: SignedPart, parent: Element, signature: Element, text: string): Finding {
  const id = `sig.${part}.form` as const;
  const deviations = formDeviations(parent, signature);
  return deviations.length === 0
    ? { id, status: 'pass', actual: 'the form of SAML' }
    : { id, status: 'fail', actual: deviations.join(', '), position: positionOfPlace(text, { element: signature }) };
}

function checkDigest({ part, parent, text, thorough, certificates }: Examining, verification: Verification): Finding {
  const id = `sig.${part}.digest` as const;
  if (verification.outcome !== 'other digest') {
    return { id, status: 'pass', actual: 'equal' };
  }
  const { supplied: expected, calculated: actual, content } = verification;
  return { id, status: 'fail', expected, actual, hint: explainDigest(parent, content, text, certificates, thorough) };
}

/** @param inside the certificate that the signature carries. Only the message uses it. */
function checkValue(
  { part, certificates }: Examining,
  verification: Verification,
  inside: Certificate | undefined,
): Finding {
  const id = `sig.${part}.value` as const;
  if (verification.outcome === 'verified' || verification.outcome === 'other meaning') {
    return { id, status: 'pass', actual: describeCertificate(verification.certificate) };
  }
  if (verification.outcome !== 'other key') {
    return { id, status: 'skip' };
  }
  const { content } = verification;
  if (inside !== undefined && isRsa(inside) && fits(inside, content)) {
    const actual = describeCertificate(inside);
    return { id, status: 'fail', actual, hint: `It was signed with another certificate: ${actual}.` };
  }
  const hint = explainValue(content, certificates);
  return { id, status: 'fail', actual: 'another key', hint: hint ?? UNKNOWN_KEY };
}

const UNKNOWN_KEY =
  'The key fits no certificate at hand: another one signed, or the signature was changed or built wrongly.';

/** What a receiver reads in the signed bytes must be what arrived. */
function checkMeaning(part: SignedPart, verification: Verification): Finding {
  const id = `sig.${part}.meaning` as const;
  switch (verification.outcome) {
    case 'verified':
      return { id, status: 'pass', actual: 'the same' };
    case 'other meaning':
      return { id, status: 'fail', actual: `other content: ${verification.difference}` };
    default:
      return { id, status: 'skip' };
  }
}

/** If several trusted certificates have the same key, the one that the signature names counts. */
function namedFirst(trusted: Certificate[], keyInfo: KeyInfo): Certificate[] {
  const named = keyInfo.certificates.map((one) => (one.ok ? one.certificate.fingerprint : ''));
  const isNamed = ({ fingerprint }: Certificate): number => Number(named.includes(fingerprint));
  return [...trusted].sort((a, b) => isNamed(b) - isNamed(a));
}

function firstCertificate({ certificates: [first] }: KeyInfo): Certificate | undefined {
  return first?.ok === true ? first.certificate : undefined;
}

function isRsa({ keyType }: Certificate): boolean {
  return keyType === 'rsa';
}
