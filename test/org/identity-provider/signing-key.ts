import { findComponent } from '../metadata/components.ts';
import { CERTIFICATE, isReadable } from '../metadata/kinds/certificate.ts';
import { identityProvider } from '../metadata/kinds/identity-provider-settings.ts';
import type { CertificateKey, OrgState } from '../state.ts';

/**
 * The key of the org as identity provider; `undefined` while that is off, has no certificate, waits for an authority to
 * sign it, or has only just made it.
 */
export function signingKey(org: OrgState): CertificateKey | undefined {
  const settings = identityProvider(org);
  const certificate = settings?.enabled ? findComponent(org, CERTIFICATE, settings.certificateName) : undefined;
  return certificate && isReadable(certificate, org) ? org.certificateKeys.get(certificate.fullName) : undefined;
}
