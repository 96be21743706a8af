import type { Connection, SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { readCertificates, readNewCertificate, type OrgCertificate } from '../../salesforce/org/certificate.ts';
import { readLeaf, type Certificate } from '../../saml/reading/certificate.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';

/**
 * A certificate of an org; of one that an authority has signed, the one at the end of its chain, which the org signs with.
 */
export type InspectedCertificate = { name: string; caSigned?: true } & (
  | { ok: true; certificate: Certificate }
  | UnreadableCertificate
);

type UnreadableCertificate = {
  ok: false;
  /** Why it cannot be read, as part of a sentence. Absent where the org does not give the content. */
  reason?: string;
  /** Whether it is still a request that no authority has answered. */
  requested?: true;
};

/** Reads certificates of an org by developer name. Those that the org does not give at all are absent. */
export async function inspectCertificates(connection: Connection, names: string[]): Promise<InspectedCertificate[]> {
  const certificates = await readCertificates(connection, names);
  return certificates.map(inspectedCertificate);
}

/**
 * Certificates as they were read after a deployment. If the org does not give the content of one, it is asked again for a
 * while: a new certificate cannot be read for some seconds (seen).
 *
 * @param name of the certificate that the org must have now.
 */
export async function untilReadable(
  connection: Connection,
  certificates: InspectedCertificate[],
  name: string,
): Promise<InspectedCertificate[]> {
  const found = certificateNamed(name, certificates);
  if (found.ok || found.reason !== undefined) {
    return certificates;
  }
  const pem = await readNewCertificate(connection, name);
  const read = inspectedCertificate({ name, ...(pem === undefined ? {} : { pem }) });
  return [...certificates.filter((certificate) => certificate.name !== name), read];
}

/** What a certificate says. */
export function inspectedCertificate({ name, pem, caSigned }: OrgCertificate): InspectedCertificate {
  const about = caSigned === undefined ? { name } : { name, caSigned };
  if (pem !== undefined && /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----/.test(pem)) {
    return {
      ...about,
      ok: false,
      requested: true,
      reason: 'it is a request that no certificate authority has answered',
    };
  }
  return pem === undefined ? { ...about, ok: false } : { ...about, ...readLeaf(pem) };
}

/** The error for a certificate whose content is needed and cannot be read. */
export function unreadableCertificate({ name, reason, requested }: UnreadableCertificate & { name: string }): SfError {
  return requested === true
    ? setupError('CertificateNotSigned', { tokens: [name] })
    : setupError('CertificateUnreadable', { tokens: [name, reason ?? 'the org gives no content'] });
}

/** The certificate that the identity provider is set to, even while it is off. Undefined if it is set to none. */
export function identityProviderCertificate({
  identityProvider: { certificateName },
  certificates,
}: {
  identityProvider: Pick<IdentityProvider, 'certificateName'>;
  certificates: InspectedCertificate[];
}): InspectedCertificate | undefined {
  return certificateName === undefined ? undefined : certificateNamed(certificateName, certificates);
}

/** One of the certificates that were read. */
export function certificateNamed(name: string, certificates: InspectedCertificate[]): InspectedCertificate {
  return certificates.find((certificate) => certificate.name === name) ?? { name, ok: false };
}

/** When a certificate expired; undefined if it has not, or if it cannot be read. */
export function expiredAt(certificate: InspectedCertificate, now: Date): Date | undefined {
  return certificate.ok && certificate.certificate.notAfter <= now ? certificate.certificate.notAfter : undefined;
}
