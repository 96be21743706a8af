import { deleteRow, findRow, findRows, type RowValues } from '../../database/rows.ts';
import type { Component, OrgState } from '../../state.ts';
import { documentOf, existingComponent, willExist } from '../components.ts';
import type { Problem } from '../model/platform-check.ts';
import { child, childIsTrue, childText, childTexts, type XmlElement } from '../package/xml-document.ts';
import { identityProviderMissing } from './identity-provider-settings.ts';
import type { Candidate, Draft, MetadataKind } from './kind.ts';
import { rowNameOf } from './namespace.ts';
import { missingReference, permissionSetNamed, profileNamed } from './references.ts';
import { saveRow } from './save-row.ts';

/**
 * Connected apps. Since Spring '26 a new one is refused by default, through the Metadata API too, while one that
 * exists can be edited (Salesforce Help, "Connected App Creation"; the text was seen in many projects).
 */
export const CONNECTED_APP: MetadataKind = {
  name: 'ConnectedApp',
  manifestName: 'ConnectedApp',
  directory: 'connectedApps',
  suffix: 'connectedApp',
  metaFile: false,
  keyPrefix: '0H4',
  wildcard: true,
  since: 29,
  problem(candidate, draft) {
    return (
      creationProblem(candidate, draft) ??
      fieldProblem(candidate, draft) ??
      referenceProblem(candidate.document, draft) ??
      (child(candidate.document, 'samlConfig') && identityProviderMissing(draft))
    );
  },
  stored,
  deleted(component, org) {
    deleteServiceProvider(org, component.fullName);
    deleteRow(org, 'ConnectedApplication', component.id);
  },
};

/** The id of the SAML half of a connected app, which sign-in addresses name; `undefined` for an app without SAML. */
export function serviceProviderId(org: OrgState, appName: string): string | undefined {
  return findRow(org, 'ServiceProvider', { DeveloperName: appName })?.Id;
}

function creationProblem(candidate: Candidate, draft: Draft): Problem | undefined {
  const blocked = draft.org.options.connectedAppCreation === 'blocked';
  return blocked && !existingComponent(draft, candidate)
    ? {
        problem:
          "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
      }
    : undefined;
}

function fieldProblem(candidate: Candidate, draft: Draft): Problem | undefined {
  const email = child(candidate.document, 'contactEmail');
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.text.trim())) {
    // All email fields of the platform use these words; that this field does too is inferred.
    return { problem: `Contact Email: invalid email address: ${email.text.trim()}`, place: email.afterEnd };
  }
  const label = childText(candidate.document, 'label');
  const sameLabel = [...draft.accepted.values()].some(
    ({ kind, document }) => kind === candidate.kind && childText(document, 'label') === label,
  );
  if (sameLabel) {
    return { problem: 'duplicate value found: <unknown> duplicates value on record with id: <unknown>' };
  }
  return consumerKeyProblem(candidate, draft);
}

/** A consumer key is set at creation only, and is unique in the world (both texts seen; the exact rule is inferred). */
function consumerKeyProblem(candidate: Candidate, draft: Draft): Problem | undefined {
  const key = consumerKeyOf(candidate.document);
  if (key === undefined) {
    return undefined;
  }
  const existing = existingComponent(draft, candidate);
  if (existing) {
    const same = consumerKeyOf(documentOf(CONNECTED_APP, existing)) === key;
    return same ? undefined : { problem: 'You cannot provide a Consumer Key' };
  }
  const others = [...draft.org.components.values()].filter(({ type }) => type === CONNECTED_APP.name);
  const taken = others.some((other) => consumerKeyOf(documentOf(CONNECTED_APP, other)) === key);
  return taken ? { problem: 'The consumer key is already taken.' } : undefined;
}

function consumerKeyOf(document: XmlElement): string | undefined {
  const oauth = child(document, 'oauthConfig');
  return oauth && childText(oauth, 'consumerKey');
}

/** Profiles and permission sets may be new in the same draft. The certificate for encryption must be in the org. */
function referenceProblem(document: XmlElement, draft: Draft): Problem | undefined {
  for (const name of childTexts(document, 'permissionSetName').filter(Boolean)) {
    if (!permissionSetNamed(draft.org, name) && !isDraftedName(draft, 'PermissionSet', name)) {
      return missingReference('permissionSetName', 'PermissionSet', name);
    }
  }
  for (const name of childTexts(document, 'profileName').filter(Boolean)) {
    if (!profileNamed(draft.org, name) && !isDraftedName(draft, 'Profile', name)) {
      return missingReference('profileName', 'Profile', name);
    }
  }
  const saml = child(document, 'samlConfig');
  const certificate = saml && childText(saml, 'encryptionCertificate');
  return certificate === undefined || willExist(draft, 'Certificate', certificate)
    ? undefined
    : missingReference('encryptionCertificate', 'Certificate', certificate);
}

function isDraftedName(draft: Draft, typeName: string, text: string): boolean {
  return [...draft.accepted.values()].some(
    ({ kind, fullName, document }) =>
      kind.name === typeName && (fullName === text || childText(document, 'label') === text),
  );
}

function stored(component: Component, { document }: Candidate, draft: Draft): void {
  const { org } = draft;
  const label = childText(document, 'label') ?? component.fullName;
  const { NamespacePrefix, Name } = rowNameOf(component.fullName);
  const shared: RowValues = {
    StartUrl: childText(document, 'startUrl') ?? null,
    MobileStartUrl: childText(document, 'mobileStartUrl') ?? null,
  };
  const app: RowValues = {
    ...shared,
    Name: label,
    DeveloperName: Name,
    ContactEmail: childText(document, 'contactEmail') ?? null,
    OptionsAllowAdminApprovedUsersOnly: isAdminApproved(document),
    OptionsHasSessionLevelPolicy: child(document, 'sessionPolicy') !== undefined,
  };
  const menuItem = findRow(org, 'AppMenuItem', { ApplicationId: component.id });
  const item: RowValues = {
    ...shared,
    NamespacePrefix,
    Name,
    Label: label,
    Type: 'ConnectedApplication',
    ApplicationId: component.id,
    IsVisible: true,
    IsAccessible: true,
    IsUsingAdminAuthorization: isAdminApproved(document),
    SortOrder: menuItem?.['SortOrder'] ?? findRows(org, 'AppMenuItem').length + 1,
  };
  saveRow(draft, 'ConnectedApplication', component.id, app);
  saveRow(draft, 'AppMenuItem', menuItem?.Id, item);
  if (child(document, 'samlConfig')) {
    const names: RowValues = { Name: label, DeveloperName: component.fullName };
    saveRow(draft, 'ServiceProvider', serviceProviderId(org, component.fullName), names);
  } else {
    deleteServiceProvider(org, component.fullName);
  }
}

function isAdminApproved(document: XmlElement): boolean {
  const oauth = child(document, 'oauthConfig');
  return oauth !== undefined && childIsTrue(oauth, 'isAdminApproved');
}

function deleteServiceProvider(org: OrgState, appName: string): void {
  const id = serviceProviderId(org, appName);
  if (id !== undefined) {
    deleteRow(org, 'ServiceProvider', id);
  }
}
