import { setupError } from '../../errors.ts';
import { ssoUrlOf, type IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import { daysLeft } from '../../saml/reading/certificate.ts';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';
import type { ActualSetup } from './actual-setup.ts';
import { identityProviderCertificate, unreadableCertificate } from './inspected-certificate.ts';

/** What goes into the service provider's console, and what identifies it. Nothing in it is secret. */
export type HandOff = {
  identityProviderIssuer: string;
  ssoUrl: string;
  /** One PEM certificate in 64-character lines, with a final newline. */
  certificate: string;
  certificateName: string;
  /** Whether a certificate authority has signed it, and not the org itself. */
  certificateCaSigned?: true;
  /** SHA-256, as 32 hexadecimal pairs with colons between them. */
  certificateFingerprint: string;
  /** ISO 8601, UTC. */
  certificateExpires: string;
  /** Whole days; negative when the certificate has expired. */
  daysUntilExpiry: number;
  consoleUrl: string;
  realmSid: string;
  entityId: string;
  acsUrl: string;
};

/**
 * The values for the service provider, read from the org as it stands.
 *
 * @throws AppMissing, IdentityProviderOff, IdentityProviderWithoutCertificate, CertificateUnreadable,
 * CertificateNotSigned, MyDomainUnknown: nothing is handed over that the org does not have.
 */
export function handOverValuesOf(
  appName: string,
  actual: ActualSetup,
  serviceProvider: ServiceProvider,
  now: Date,
): HandOff {
  const { app, identityProvider, myDomain } = actual;
  const samlConfig: MetadataNode = nodesOf(app?.content ?? {}, 'samlConfig')[0] ?? {};
  const entityId = textAt(samlConfig, 'entityUrl');
  if (app === undefined || entityId === undefined) {
    throw setupError('AppMissing', { tokens: [appName] });
  }
  const current = identityProviderCertificate(actual);
  if (!identityProvider.enabled || current === undefined) {
    throw nothingSigns(identityProvider);
  }
  if (myDomain === undefined) {
    throw setupError('MyDomainUnknown');
  }
  if (!current.ok) {
    throw unreadableCertificate(current);
  }
  const { name, certificate, caSigned } = current;
  return {
    identityProviderIssuer: textAt(samlConfig, 'issuer') ?? myDomain,
    ssoUrl: ssoUrlOf(myDomain),
    certificate: certificate.pem,
    certificateName: name,
    ...(caSigned === undefined ? {} : { certificateCaSigned: caSigned }),
    certificateFingerprint: certificate.fingerprint,
    certificateExpires: certificate.notAfter.toISOString(),
    daysUntilExpiry: daysLeft(certificate, now),
    consoleUrl: serviceProvider.consoleUrl,
    realmSid: serviceProvider.realmSidOf(entityId) ?? '',
    entityId,
    acsUrl: textAt(samlConfig, 'acsUrl') ?? '',
  };
}

/** The error for an identity provider that is off, or is on and has no certificate. */
export function nothingSigns({ enabled }: IdentityProvider): Error {
  return setupError(enabled ? 'IdentityProviderWithoutCertificate' : 'IdentityProviderOff');
}
