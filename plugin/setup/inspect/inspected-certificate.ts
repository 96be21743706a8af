import type { Connection } from '@salesforce/core';
import { readCertificates, readNewCertificate } from '../../salesforce/org/certificate.ts';
import { readCertificate, type Certificate } from '../../saml/reading/certificate.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';

/** A certificate of an org. The reason why it cannot be read is absent where the org does not give the content. */
export type InspectedCertificate =
  { name: string; ok: true; certificate: Certificate } | { name: string; ok: false; reason?: string };

/** Reads certificates of an org by developer name. Those that the org does not give at all are absent. */
export async function inspectCertificates(connection: Connection, names: string[]): Promise<InspectedCertificate[]> {
  const certificates = await readCertificates(connection, names);
  return certificates.map(({ name, pem }) => inspectedCertificate(name, pem));
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
  const read = inspectedCertificate(name, await readNewCertificate(connection, name));
  return [...certificates.filter((certificate) => certificate.name !== name), read];
}

/** What a certificate says. */
export function inspectedCertificate(name: string, pem?: string): InspectedCertificate {
  return pem === undefined ? { name, ok: false } : { name, ...readCertificate(pem) };
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
