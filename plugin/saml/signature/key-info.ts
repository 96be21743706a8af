import { decodeBase64 } from '../reading/base64.ts';
import { readDerCertificate, type CertificateReading } from '../reading/certificate.ts';
import { isNamed, ownText, selfAndDescendants } from '../reading/elements.ts';
import { SIGNATURE } from '../reading/namespaces.ts';

/** The largest number of certificates to read. No chain has more. */
const MOST_CERTIFICATES = 5;

/** The certificates that a signature carries. Messages use them as evidence. They are never used to verify. */
export function certificatesInside(signature: Element): CertificateReading[] {
  return selfAndDescendants(signature)
    .filter((element) => isNamed(element, SIGNATURE, 'X509Certificate'))
    .slice(0, MOST_CERTIFICATES)
    .map(readElement);
}

function readElement(element: Element): CertificateReading {
  const base64 = decodeBase64(ownText(element));
  return base64.ok ? readDerCertificate(base64.bytes) : { ok: false, reason: 'it is not Base64' };
}
