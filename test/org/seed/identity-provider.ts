import { requestForAuthority, signByAuthority } from '../certificate/authority.ts';
import { defaultCertificateName, makeCertificate } from '../certificate/certificate.ts';
import { putCertificate } from '../metadata/kinds/certificate.ts';
import { putIdentityProvider } from '../metadata/kinds/identity-provider-settings.ts';
import type { OrgState } from '../state.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How long ago the org made its certificate, which is good for a year: one that is valid, and one that is over. */
const AGES = { on: 100 * DAY, expired: 400 * DAY };

/** The name that an administrator gave the certificate for an authority. */
const NAME_FOR_AUTHORITY = 'Company_Sso';

/**
 * The identity provider as the org had it before anybody came. In nearly all public settings files it is on, with a
 * certificate that the org made itself, and in about half of these that certificate is over (seen).
 */
export function seedIdentityProvider(org: OrgState): void {
  const { identityProvider } = org.options;
  switch (identityProvider) {
    case 'off':
      return;
    case 'none':
      return putIdentityProvider(org, { enabled: true, certificateName: '' });
    case 'on':
    case 'expired':
      return switchOn(org, makeOwn(org, new Date(org.now().getTime() - AGES[identityProvider])));
    case 'ca-signed':
      return switchOn(org, makeSigned(org, new Date(org.now().getTime() - AGES.on)));
    case 'csr':
      return switchOn(org, makeRequest(org, new Date(org.now().getTime() - AGES.on)));
  }
}

function switchOn(org: OrgState, certificateName: string): void {
  putIdentityProvider(org, { enabled: true, certificateName });
}

function makeOwn(org: OrgState, created: Date): string {
  const fullName = defaultCertificateName(created);
  const { organizationId } = org;
  const made = makeCertificate({ commonName: fullName, organizationId, keySize: 2048, created });
  const { certificatePem, privateKey, notAfter } = made;
  org.certificateKeys.set(fullName, { certificatePem, privateKey });
  putCertificate(org, { fullName, content: certificatePem, created, notAfter, caSigned: false });
  return fullName;
}

function makeSigned(org: OrgState, created: Date): string {
  const fullName = NAME_FOR_AUTHORITY;
  const signed = signByAuthority('sso.company.example', org.options.certificateChain, created);
  const { certificatePem, privateKey, chainPem, notAfter } = signed;
  org.certificateKeys.set(fullName, { certificatePem, privateKey });
  putCertificate(org, { fullName, content: chainPem, created, notAfter, caSigned: true });
  return fullName;
}

/** There is no certificate yet, so the org has nothing to sign with and nothing to publish. */
function makeRequest(org: OrgState, created: Date): string {
  const content = requestForAuthority('sso.company.example');
  putCertificate(org, { fullName: NAME_FOR_AUTHORITY, content, created, notAfter: undefined, caSigned: true });
  return NAME_FOR_AUTHORITY;
}
