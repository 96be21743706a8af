import { Messages, type SfError } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { samlConfigOf } from '../../salesforce/org/app.ts';
import { textAt } from '../../salesforce/metadata/metadata-xml.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** Who may rely on an identity provider: the service provider itself, other apps, or apps that could not be read. */
export type Dependants = { are: 'ours' | 'unknown' } | { are: 'others'; names: string[] };

/**
 * Who may rely on the identity provider of an org that was asked for its service providers.
 *
 * @returns undefined if it was read that the org has no app that signs users in by SAML.
 */
export function dependantsOf({ serviceProviders, app, otherApp }: ActualSetup): Dependants | undefined {
  if (serviceProviders?.length === 0) {
    return undefined;
  }
  const isOurs = otherApp !== undefined || textAt(samlConfigOf(app?.content ?? {}), 'entityUrl') !== undefined;
  if (isOurs) {
    return { are: 'ours' };
  }
  return serviceProviders === undefined ? { are: 'unknown' } : { are: 'others', names: serviceProviders };
}

/**
 * Why an expired certificate is not replaced unasked. Many service providers never look at the date of a certificate that
 * they trust, so those who have it may still sign users in with it.
 *
 * @param dependants undefined if nobody relies on it, and it was the user who named it.
 * @param successor a name that no certificate of the org has.
 */
export function expiredCertificate(
  { name, expired, successor }: { name: string; expired: Date; successor: string },
  dependants: Dependants | undefined,
): SfError {
  const tokens = [name, expired.toISOString().slice(0, 10)];
  switch (dependants?.are) {
    case 'ours':
      return setupError('CertificateExpired', { tokens, situation: 'ours' });
    case 'others':
      return setupError('CertificateExpired', {
        tokens,
        actionTokens: [dependants.names.join(', '), successor],
        situation: 'others',
      });
    case 'unknown':
      return setupError('CertificateExpired', { tokens, actionTokens: [successor], situation: 'unknown' });
    case undefined:
      return setupError('CertificateExpired', { tokens, actionTokens: [successor] });
  }
}

/** Why an identity provider that is on without a certificate is not given one unasked. */
export function missingCertificate(name: string, dependants: Dependants): SfError {
  const names = dependants.are === 'others' ? [dependants.names.join(', ')] : [];
  return setupError('CertificateMissing', {
    tokens: [messages.getMessage(`dependants.${dependants.are}`, names)],
    actionTokens: [name],
  });
}
