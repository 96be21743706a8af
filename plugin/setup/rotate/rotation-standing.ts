import { daysLeft } from '../../saml/reading/certificate.ts';
import { numberOf, sameStem } from '../settings/certificate-names.ts';
import { certificateNamed, type InspectedCertificate } from '../inspect/inspected-certificate.ts';
import { sameName } from '../../text/same-name.ts';

/** A certificate of a rotation. Only its name is known where the org does not give the content. */
export type RotationCertificate = {
  name: string;
  /** ISO 8601, UTC. */
  created?: string;
  /** ISO 8601, UTC. */
  expires?: string;
  /** Whole days; negative when it has expired. */
  daysUntilExpiry?: number;
  /** SHA-256, as 32 hexadecimal pairs with colons between them. */
  fingerprint?: string;
};

/** The certificates as they take part in a rotation: the one in use, those made after it, those from before it. */
export type Certificates = {
  inUse: RotationCertificate;
  /** Made after the one in use and still in date, oldest first. */
  successors: RotationCertificate[];
  /** The rest, oldest first. */
  predecessors: RotationCertificate[];
};

/** Where a rotation is; `idle` means that none is under way. */
export type RotationPhase = 'idle' | 'prepared' | 'switched';

/** The names of the certificates that belong to the one in use. They have the same stem, or the user named them. */
export function familyOf(certificateNames: string[], inUse: string, named: string | undefined): string[] {
  return certificateNames.filter((name) => name !== inUse && (sameStem(name, inUse) || sameName(name, named ?? '')));
}

/**
 * Tells which certificates come before and after the one in use. It uses only what the org has, since a rotation keeps
 * nothing elsewhere. Pure.
 *
 * @param inspected what is known of the certificate in use and of its family.
 */
export function certificatesOf(
  inspected: InspectedCertificate[],
  { inUse, family }: { inUse: string; family: string[] },
  now: Date,
): Certificates {
  const current = rotationCertificate(inspected, inUse, now);
  const others = family.map((name) => rotationCertificate(inspected, name, now)).sort(byAge);
  const isSuccessor = (certificate: RotationCertificate): boolean =>
    byAge(current, certificate) < 0 && (certificate.daysUntilExpiry ?? 0) >= 0;
  return {
    inUse: current,
    successors: others.filter(isSuccessor),
    predecessors: others.filter((certificate) => !isSuccessor(certificate)),
  };
}

/** How far the rotation of an org's certificates has come. */
export function phaseOf({ successors, predecessors }: Certificates): RotationPhase {
  if (successors.length > 0) {
    return 'prepared';
  }
  return predecessors.length > 0 ? 'switched' : 'idle';
}

/**
 * Compares by the start of validity, which is when the org made the certificate. If both were made in the same second,
 * or one cannot be read, it compares the numbers in their names.
 */
function byAge(a: RotationCertificate, b: RotationCertificate): number {
  const known = a.created !== undefined && b.created !== undefined;
  const difference = known ? Date.parse(a.created ?? '') - Date.parse(b.created ?? '') : 0;
  return difference === 0 ? numberOf(a.name) - numberOf(b.name) : difference;
}

function rotationCertificate(inspected: InspectedCertificate[], name: string, now: Date): RotationCertificate {
  const found = certificateNamed(name, inspected);
  if (!found.ok) {
    return { name };
  }
  const { notBefore, notAfter, fingerprint } = found.certificate;
  return {
    name,
    created: notBefore.toISOString(),
    expires: notAfter.toISOString(),
    daysUntilExpiry: daysLeft(found.certificate, now),
    fingerprint,
  };
}
