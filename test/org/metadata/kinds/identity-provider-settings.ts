import { hasPermission } from '../../login/sessions.ts';
import type { OrgState } from '../../state.ts';
import { componentFromRow, documentOf, draftedDocument, willExist } from '../components.ts';
import type { Problem } from '../model/platform-check.ts';
import { child, childIsTrue, childText, type XmlElement } from '../package/xml-document.ts';
import { componentKey, type Candidate, type Draft, type MetadataKind } from './kind.ts';
import { refusalText } from './wording.ts';

/**
 * Whether the org is an identity provider, and the developer name of the certificate it signs with; that is empty in a
 * fresh scratch org, which is switched on without one (seen), and may be while it is off (seen).
 */
export type IdentityProvider = { enabled: boolean; certificateName: string };

/**
 * The settings of Setup, "Identity Provider". They exist once they are first set. The file always has the same name
 * (Metadata API Developer Guide).
 */
export const IDENTITY_PROVIDER_SETTINGS: MetadataKind = {
  name: 'IdentityProviderSettings',
  manifestName: 'Settings',
  directory: 'settings',
  suffix: 'settings',
  metaFile: false,
  keyPrefix: undefined,
  wildcard: false,
  since: 57,
  nameRule: /^IdentityProvider$/,
  problem,
  deletionProblem: (_component, { org }) => refusalText(org, 'settingsDeleted'),
};

const KEY = componentKey(IDENTITY_PROVIDER_SETTINGS.name, 'IdentityProvider');

/** The identity provider of an org; `undefined` if it was never set. */
export function identityProvider(org: OrgState): IdentityProvider | undefined {
  const component = org.components.get(KEY);
  return component && identityProviderOf(documentOf(IDENTITY_PROVIDER_SETTINGS, component));
}

/** Gives the org these settings, as if they were made in Setup. */
export function putIdentityProvider(org: OrgState, { enabled, certificateName }: IdentityProvider): void {
  const row = { fullName: 'IdentityProvider', id: '', date: org.now(), userId: org.adminId };
  const settings = componentFromRow(IDENTITY_PROVIDER_SETTINGS, row, [
    { name: 'certificateName', content: certificateName === '' ? null : certificateName },
    { name: 'enableIdentityProvider', content: String(enabled) },
  ]);
  org.components.set(KEY, settings);
}

/** The identity provider as it will be after a draft. */
export function draftedIdentityProvider(draft: Draft): IdentityProvider | undefined {
  const document = draftedDocument(draft, IDENTITY_PROVIDER_SETTINGS, 'IdentityProvider');
  return document && identityProviderOf(document);
}

/**
 * The problem of a SAML app while the identity provider is off. The rule is inferred from the page in
 * Setup, which shows no service providers until the identity provider is on. Whether it helps that the same draft
 * switches the identity provider on is not known.
 */
export function identityProviderMissing(draft: Draft): Problem | undefined {
  const { appWithoutIdentityProvider } = draft.org.options;
  const settings =
    appWithoutIdentityProvider === 'refused' ? identityProvider(draft.org) : draftedIdentityProvider(draft);
  return appWithoutIdentityProvider === 'accepted' || settings?.enabled
    ? undefined
    : { problem: refusalText(draft.org, 'identityProviderOff') };
}

function problem({ document }: Candidate, draft: Draft): Problem | undefined {
  if (!hasPermission(draft.org, draft.userId, 'CustomizeApplication')) {
    // The Metadata API Developer Guide names this right.
    return { problem: refusalText(draft.org, 'settingsRight') };
  }
  const { enabled, certificateName } = identityProviderOf(document);
  if (child(document, 'certificateName') === undefined) {
    return { problem: 'Required field is missing: certificateName', place: document.afterStart };
  }
  if (!enabled && certificateName === '') {
    return undefined;
  }
  const together = draft.org.options.certificateAndSettingsTogether === 'accepted';
  const found = together
    ? willExist(draft, 'Certificate', certificateName)
    : draft.org.components.has(componentKey('Certificate', certificateName));
  const place = child(document, 'certificateName')?.afterEnd;
  return found
    ? undefined
    : { problem: refusalText(draft.org, 'certificateNotFound', certificateName), ...(place && { place }) };
}

function identityProviderOf(document: XmlElement): IdentityProvider {
  return {
    enabled: childIsTrue(document, 'enableIdentityProvider'),
    certificateName: childText(document, 'certificateName') ?? '',
  };
}
