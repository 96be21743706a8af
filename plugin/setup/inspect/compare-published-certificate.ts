import type { ActualSetup } from './actual-setup.ts';
import { identityProviderCertificate } from './inspected-certificate.ts';

/**
 * Whether the org publishes the certificate that its identity provider is set to.
 *
 * @returns undefined if either is not known.
 */
export function publishedCertificateAgrees(actual: ActualSetup): boolean | undefined {
  const { publishedMetadata } = actual;
  const current = identityProviderCertificate(actual);
  if (publishedMetadata === undefined || publishedMetadata.certificates.length === 0 || current?.ok !== true) {
    return undefined;
  }
  const own = current.certificate.pem.replace(/-----[^-]+-----|\s/g, '');
  return publishedMetadata.certificates.includes(own);
}
