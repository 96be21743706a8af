import { readCertificate } from '../../saml/reading/certificate.ts';
import type { ActualSetup } from './inspect-org.ts';

/**
 * Whether the org publishes the certificate that its identity provider is set to.
 *
 * @returns undefined where either is not known.
 */
export function publishedCertificateAgrees({
  published,
  identityProvider,
  certificates,
}: ActualSetup): boolean | undefined {
  const pem = certificates.find(({ name }) => name === identityProvider.certificateName)?.pem;
  const reading = pem === undefined ? undefined : readCertificate(pem);
  if (published === undefined || published.certificates.length === 0 || reading?.ok !== true) {
    return undefined;
  }
  const own = reading.certificate.pem.replace(/-----[^-]+-----|\s/g, '');
  return published.certificates.includes(own);
}
