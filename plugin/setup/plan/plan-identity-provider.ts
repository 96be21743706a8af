import { Messages, type SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { newCertificate } from '../../salesforce/org/certificate.ts';
import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import { enabledIdentityProvider, type IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import { nextName, numberOf, sameStem } from '../settings/certificate-names.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { certificateNamed, expiredAt, unreadableCertificate } from '../inspect/inspected-certificate.ts';
import { dependantsOf, expiredCertificate, missingCertificate } from './dependants.ts';
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
 * since other service providers of the org trust it too. Only the user can ask for another one. It also gets another one
 * if the one it has has expired, or it has none, and the org has no app that could rely on it. If it was switched off, it
 * comes back with the certificate that it had, since service providers have that one. A certificate that exists is never
 * deployed.
 */
export function planIdentityProvider(input: PlanInput): Foundation {
  const { settings, source, actual, now } = input;
  const { enabled, certificateName: set } = actual.identityProvider;
  const inUse = enabled ? set : undefined;
  const isFree = enabled && needsCertificate(input, inUse) && dependantsOf(actual) === undefined;
  const kept = inUse ?? (settings.certificateName === undefined && isUsable(input, set) ? set : undefined);
  const asked = orgSpelling(settings.certificateName ?? source.certificate.fullName, actual.certificateNames);
  const isTaken = isFree && settings.certificateName === undefined && expiryOf(actual, asked, now) !== undefined;
  const wanted = isTaken ? successorOf(actual, asked, now) : asked;
  const certificateName = kept !== undefined && !settings.replaceCertificate && !isFree ? kept : wanted;
  return {
    certificateName,
    changes: [planCertificate(input, certificateName, { inUse, isFree }), planSettings(input, certificateName)],
    warnings: isNotReplaced(input, certificateName, inUse)
      ? [messages.getMessage('warning.certificateNotReplaced', [certificateName, asked])]
      : [],
    ...(inUse === undefined || inUse === certificateName || isFree
      ? {}
      : { replaces: { from: inUse, to: certificateName } }),
  };
}

type InUse = {
  inUse: string | undefined;
  /** Whether the identity provider is on without a valid certificate, and no app can rely on it. */
  isFree: boolean;
};

function planCertificate(input: PlanInput, name: string, { inUse, isFree }: InUse): CertificateChange {
  const { settings, source, actual, now } = input;
  const line = { step: 'certificate' as const, target: name, differences: [] };
  const problem = certificateProblem(input, name, inUse);
  if (problem !== undefined) {
    return blocked('certificate', name, problem);
  }
  const replaced = isFree ? [replacedReason(actual, inUse, now)] : [];
  if (!exists(actual, name)) {
    const components = [newCertificate(name, source.certificate.content, now)];
    const reason = [...replaced, messages.getMessage('reason.certificateMade')].join('; ');
    return { ...line, action: 'create', reason, components };
  }
  const reason = isNotReplaced({ settings }, name, inUse)
    ? messages.getMessage('reason.certificateNotReplaced', [name, settings.certificateName ?? ''])
    : messages.getMessage(inUse === name ? 'reason.certificateInUse' : 'reason.certificateExists');
  return { ...line, action: 'keep', reason: [...replaced, reason].join('; ') };
}

/** Why the identity provider cannot have this certificate. */
function certificateProblem(
  { settings, actual, now }: PlanInput,
  name: string,
  inUse: string | undefined,
): SfError | undefined {
  const dependants = dependantsOf(actual);
  const isMissing = actual.identityProvider.enabled && inUse === undefined && !settings.replaceCertificate;
  if (isMissing && dependants !== undefined) {
    return missingCertificate(name, dependants);
  }
  if (!exists(actual, name)) {
    return inUse === name ? setupError('CertificateHidden', { tokens: [name] }) : undefined;
  }
  const found = certificateNamed(name, actual.certificates);
  if (!found.ok && found.reason !== undefined) {
    return unreadableCertificate(found);
  }
  const expired = expiryOf(actual, name, now);
  return expired === undefined
    ? undefined
    : expiredCertificate(
        { name, expired, successor: unusedName(actual, name) },
        inUse === name ? dependants : undefined,
      );
}

/** Whether an identity provider that is on has nothing valid to sign with. */
function needsCertificate({ actual, now }: PlanInput, inUse: string | undefined): boolean {
  return inUse === undefined || expiryOf(actual, inUse, now) !== undefined;
}

/** Why the identity provider gets another certificate unasked. */
function replacedReason(actual: ActualSetup, inUse: string | undefined, now: Date): string {
  const expired = inUse === undefined ? undefined : expiryOf(actual, inUse, now);
  return inUse === undefined || expired === undefined
    ? messages.getMessage('reason.certificateNone')
    : messages.getMessage('reason.certificateReplaced', [inUse, expired.toISOString().slice(0, 10)]);
}

/** The newest valid certificate that is named like an expired one, as a run that was killed left it, or else a new one. */
function successorOf(actual: ActualSetup, expired: string, now: Date): string {
  const valid = actual.certificates
    .filter((certificate) => certificate.ok && expiredAt(certificate, now) === undefined)
    .map(({ name }) => name)
    .filter((name) => sameStem(name, expired))
    .sort((a, b) => numberOf(b) - numberOf(a));
  return valid[0] ?? unusedName(actual, expired);
}

function unusedName({ certificateNames, certificates }: ActualSetup, name: string): string {
  return nextName(name, [...certificateNames, ...certificates.map((of) => of.name)]);
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
  if (name === undefined || !exists(actual, name)) {
    return false;
  }
  const found = certificateNamed(name, actual.certificates);
  return found.ok ? expiredAt(found, now) === undefined : found.reason === undefined;
}

function exists({ certificateNames, certificates }: ActualSetup, name: string): boolean {
  return certificateNames.includes(name) || certificates.some((certificate) => certificate.name === name);
}

/** When a certificate expired; undefined if it has not, or if it cannot be read. */
function expiryOf({ certificates }: ActualSetup, name: string, now: Date): Date | undefined {
  return expiredAt(certificateNamed(name, certificates), now);
}
