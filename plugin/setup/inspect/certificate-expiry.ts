import type { Connection } from '@salesforce/core';
import { readIdentityProvider } from '../../salesforce/org/identity-provider.ts';
import { displayedCertificate, type DisplayedCertificate } from './displayed-setup.ts';
import { EARLY_WARNING_DAYS } from './expiry.ts';
import { nothingSigns } from './hand-over-values.ts';
import { refuseOldVersion, OLDEST_VERSION } from './inspect-org.ts';
import { inspectCertificates } from './inspected-certificate.ts';

/**
 * Whether the certificate of an org's identity provider lasts beyond a number of days. `off` means that the identity
 * provider is off and nothing is signed; `unknown` that the org does not give the certificate's content.
 */
export type CertificateExpiry = {
  state: 'valid' | 'expiring' | 'expired' | 'unknown' | 'off';
  /** Whole days before its end from which a certificate counts as expiring. */
  warnDays: number;
  certificate?: DisplayedCertificate;
};

/**
 * Reads the certificate that the identity provider of an org signs with, and judges its date. It changes nothing.
 *
 * @throws IdentityProviderWithoutCertificate for one that is on without a certificate.
 */
export async function certificateExpiry(
  connection: Connection,
  now: Date,
  warnDays = EARLY_WARNING_DAYS,
): Promise<CertificateExpiry> {
  refuseOldVersion(connection, OLDEST_VERSION);
  const identityProvider = await readIdentityProvider(connection);
  const { enabled, certificateName } = identityProvider;
  if (enabled && certificateName === undefined) {
    throw nothingSigns(identityProvider);
  }
  const certificates = certificateName === undefined ? [] : await inspectCertificates(connection, [certificateName]);
  const certificate = displayedCertificate({ identityProvider, certificates }, now);
  return {
    state: enabled ? stateOf(certificate?.daysUntilExpiry, warnDays) : 'off',
    warnDays,
    ...(certificate === undefined ? {} : { certificate }),
  };
}

function stateOf(days: number | undefined, warnDays: number): CertificateExpiry['state'] {
  if (days === undefined) {
    return 'unknown';
  }
  if (days < 0) {
    return 'expired';
  }
  return days <= warnDays ? 'expiring' : 'valid';
}
