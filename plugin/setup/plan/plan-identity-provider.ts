import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { newCertificate } from '../../salesforce/org/certificate.ts';
import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import { enabledIdentityProvider, type IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import { nextName } from '../settings/certificate-names.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import { certificateNamed } from '../inspect/inspected-certificate.ts';
import { blocked, type CertificateChange, type IdentityProviderChange, type PlanInput } from './plan.ts';
import { orgSpelling, sameName } from '../../text/same-name.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

type Foundation = {
  certificateName: string;
  changes: [CertificateChange, IdentityProviderChange];
  warnings: string[];
  replaces?: { from: string; to: string };
};

/**
 * The changes of the certificate and the identity provider. If the identity provider is on, it keeps its certificate,
 * since other service providers of the org trust it too. Only the user can ask for another one. If it was switched off,
 * it comes back with the certificate that it had, since service providers have that one. A certificate that exists is
 * never deployed.
 */
export function planIdentityProvider(input: PlanInput): Foundation {
  const { settings, source, actual } = input;
  const { enabled, certificateName: set } = actual.identityProvider;
  const inUse = enabled ? set : undefined;
  const kept = inUse ?? (settings.certificateName === undefined && isUsable(input, set) ? set : undefined);
  const asked = orgSpelling(settings.certificateName ?? source.certificate.fullName, actual.certificateNames);
  const certificateName = kept !== undefined && !settings.replaceCertificate ? kept : asked;
  return {
    certificateName,
    changes: [planCertificate(input, certificateName, inUse), planSettings(input, certificateName)],
    warnings: isNotReplaced(input, certificateName, inUse)
      ? [messages.getMessage('warning.certificateNotReplaced', [certificateName, asked])]
      : [],
    ...(inUse === undefined || inUse === certificateName ? {} : { replaces: { from: inUse, to: certificateName } }),
  };
}

function planCertificate(
  { settings, source, actual, now }: PlanInput,
  name: string,
  inUse: string | undefined,
): CertificateChange {
  const line = { step: 'certificate' as const, target: name, differences: [] };
  if (!exists(actual, name) && inUse === name) {
    return blocked('certificate', name, setupError('CertificateHidden', { tokens: [name] }));
  }
  if (!exists(actual, name)) {
    const components = [newCertificate(name, source.certificate.content, now)];
    return { ...line, action: 'create', reason: messages.getMessage('reason.certificateMade'), components };
  }
  const expired = expiryOf(actual, name, now);
  if (expired !== undefined) {
    const problem = setupError('CertificateExpired', {
      tokens: [name, expired.toISOString().slice(0, 10)],
      actionTokens: [nextName(name, [...actual.certificateNames, ...actual.certificates.map((of) => of.name)])],
    });
    return blocked('certificate', name, problem);
  }
  const reason = isNotReplaced({ settings }, name, inUse)
    ? messages.getMessage('reason.certificateNotReplaced', [name, settings.certificateName ?? ''])
    : messages.getMessage(inUse === name ? 'reason.certificateInUse' : 'reason.certificateExists');
  return { ...line, action: 'keep', reason };
}

/** Whether the user named a certificate, and the one that signs is kept nevertheless. */
function isNotReplaced({ settings }: Pick<PlanInput, 'settings'>, name: string, inUse: string | undefined): boolean {
  return inUse === name && settings.certificateName !== undefined && !sameName(settings.certificateName, name);
}

function planSettings(
  { source, actual: { identityProvider } }: PlanInput,
  certificateName: string,
): IdentityProviderChange {
  const line = { step: 'identity-provider' as const, target: 'IdentityProvider' };
  if (identityProvider.enabled && identityProvider.certificateName === certificateName) {
    return { ...line, action: 'keep', differences: [] };
  }
  const wanted = enabledIdentityProvider(source.identityProvider.content, certificateName);
  return {
    ...line,
    action: identityProvider.enabled ? 'update' : 'create',
    differences: settingsDifferences(identityProvider, certificateName),
    components: [wanted],
    identityProvider,
  };
}

function settingsDifferences({ enabled, certificateName: from }: IdentityProvider, to: string): Difference[] {
  return [
    ...(from === to ? [] : [{ field: 'certificateName', ...(from === undefined ? {} : { from }), to }]),
    ...(enabled ? [] : [{ field: 'enableIdentityProvider', from: 'false', to: 'true' }]),
  ];
}

/** Whether an identity provider that is off can be switched on again with the certificate in its settings. */
function isUsable({ actual, now }: PlanInput, name: string | undefined): boolean {
  return name !== undefined && exists(actual, name) && expiryOf(actual, name, now) === undefined;
}

function exists({ certificateNames, certificates }: ActualSetup, name: string): boolean {
  return certificateNames.includes(name) || certificates.some((certificate) => certificate.name === name);
}

/** When a certificate expired; undefined if it has not, or if it cannot be read. */
function expiryOf({ certificates }: ActualSetup, name: string, now: Date): Date | undefined {
  const found = certificateNamed(name, certificates);
  return found.ok && found.certificate.notAfter <= now ? found.certificate.notAfter : undefined;
}
