import { namesField } from '../../formula/formula.ts';
import { deleteRow, updateRow, type RowValues } from '../../database/rows.ts';
import { hasPermission } from '../../login/sessions.ts';
import type { Component, OrgState, Permission } from '../../state.ts';
import { componentFromRow, componentsOf, documentOf, draftedDocument, fileDiffers } from '../components.ts';
import { orderedElements, type OutputElement } from '../package/metadata-file.ts';
import { elementsOf } from '../model/model.ts';
import type { Problem } from '../model/platform-check.ts';
import { childText, type XmlElement } from '../package/xml-document.ts';
import { grantFromPolicies, grantProblem } from './external-client-app-grants.ts';
import { identityProviderMissing } from './identity-provider-settings.ts';
import { componentKey, type Candidate, type Draft, type MetadataKind } from './kind.ts';
import { saveRow } from './save-row.ts';
import { refusalText } from './wording.ts';

/**
 * External client apps with SAML: an app and two policies that name it (Metadata API Developer Guide; no public file of
 * the SAML policies is known). An app that comes alone is kept (seen), and Salesforce makes the policies that it lacks,
 * named `<App>_defaultPolicy` (seen). The following was reported for the similar OAuth policies, and is inferred here. If
 * policies do not come in one call with all that belongs to them, the call reports success and keeps nothing. An element
 * that is not in the schema's order is dropped without a message. A deployment of the app may give it another id.
 */
const KEY_PREFIXES = { app: '0xI', policies: '0Iy', samlPolicies: '0Iz' };

export const EXTERNAL_CLIENT_APP: MetadataKind = {
  name: 'ExternalClientApplication',
  manifestName: 'ExternalClientApplication',
  directory: 'externalClientApps',
  suffix: 'eca',
  metaFile: false,
  keyPrefix: KEY_PREFIXES.app,
  wildcard: true,
  seenWith: 'ExternalClientAppViewer',
  since: 59,
  problem: (_candidate, draft) => rightsProblem('ExternalClientAppDeveloper', draft),
  kept: ({ fullName }, draft) => comesAlone(fullName, draft) || isWholeBundle(fullName, draft),
  changes: (candidate, org, existing) => org.options.externalClientAppId === 'new' || fileDiffers(candidate, existing),
  stored: storedApp,
  deletionProblem: ({ fullName }, draft) =>
    policiesOf(draft.org, fullName).some((policy) => !draft.removed.has(componentKey(policy.type, policy.fullName)))
      ? refusalText(draft.org, 'policiesLeft')
      : undefined,
  deleted(component, org) {
    deleteRow(org, 'ExternalClientApplication', component.id);
  },
};

export const CONFIGURABLE_POLICIES: MetadataKind = {
  name: 'ExtlClntAppConfigurablePolicies',
  manifestName: 'ExtlClntAppConfigurablePolicies',
  directory: 'extlClntAppPolicies',
  suffix: 'ecaPlcy',
  metaFile: false,
  keyPrefix: KEY_PREFIXES.policies,
  wildcard: true,
  seenWith: 'ExternalClientAppViewer',
  since: 60,
  problem: policyProblem,
  kept: ({ document }, draft) => isWholeBundle(parentOf(document), draft),
  merge: inOrderElements,
};

export const SAML_POLICIES: MetadataKind = {
  name: 'ExtlClntAppSamlConfigurablePolicies',
  manifestName: 'ExtlClntAppSamlConfigurablePolicies',
  directory: 'extlClntAppSamlConfigurablePolicies',
  suffix: 'ecaSamlPlcy',
  metaFile: false,
  keyPrefix: KEY_PREFIXES.samlPolicies,
  wildcard: true,
  seenWith: 'ExternalClientAppViewer',
  since: 63,
  problem(candidate, draft) {
    return (
      policyProblem(candidate, draft) ??
      distributionProblem(candidate, draft) ??
      formulaProblem(candidate, draft) ??
      grantProblem(candidate.document, parentOf(candidate.document), draft) ??
      identityProviderMissing(draft)
    );
  },
  kept: ({ document }, draft) => isWholeBundle(parentOf(document), draft),
  merge: inOrderElements,
  stored(component, { document }, draft) {
    if (draft.org.options.literalInExternalClientApp === 'dropped') {
      dropLiterals(component);
    }
    grantFromPolicies(document, parentOf(document), draft);
  },
};

/** Other elements of such types were seen to be dropped without a message. That literals may be is inferred. */
function dropLiterals({ files }: Component): void {
  for (const [path, content] of files) {
    const kept = content
      .toString('utf8')
      .replace(/\s*<customAttributes>[^]*?<\/customAttributes>/g, (attribute) =>
        attribute.includes('$') ? attribute : '',
      );
    files.set(path, Buffer.from(kept));
  }
}

/** The developer name of the app that a policy belongs to. A dropped element does not count. */
export function parentOf(document: XmlElement): string {
  return childText({ ...document, children: inOrder(document) }, 'externalClientApplication') ?? '';
}

/**
 * The rights for these types, and the switch in Setup (Salesforce Help; which right stands for which type is inferred).
 */
function rightsProblem(right: Permission, { org, userId }: Draft): Problem | undefined {
  if (org.options.externalClientApps === 'off') {
    return { problem: refusalText(org, 'externalClientAppsOff') };
  }
  return hasPermission(org, userId, right) ? undefined : { problem: refusalText(org, 'externalClientAppRight', right) };
}

/** What both kinds of policies are refused for. */
function policyProblem(candidate: Candidate, draft: Draft): Problem | undefined {
  return (
    rightsProblem('ExternalClientAppViewer', draft) ??
    parentProblem(candidate, draft) ??
    secondProblem(candidate, draft)
  );
}

function parentProblem({ document }: Candidate, draft: Draft): Problem | undefined {
  const parent = draftedDocument(draft, EXTERNAL_CLIENT_APP, parentOf(document));
  // The guide calls the reference a label, but retrieved policies of the similar types hold the developer name.
  return parent ? undefined : { problem: refusalText(draft.org, 'parentNotFound') };
}

/** An app has one of each kind of policies; that a second one is refused, and in these words, is inferred. */
function secondProblem(
  { kind, fullName, document }: Candidate,
  { accepted, org, removed }: Draft,
): Problem | undefined {
  const inOrg = componentsOf(org, kind)
    .filter((component) => !removed.has(componentKey(kind.name, component.fullName)))
    .map((component) => ({ fullName: component.fullName, document: documentOf(kind, component) }));
  const inDraft = [...accepted.values()].filter((candidate) => candidate.kind === kind);
  const second = [...inOrg, ...inDraft].find(
    (other) => other.fullName !== fullName && parentOf(other.document) === parentOf(document),
  );
  return second && { problem: `duplicate value found: ${second.fullName} is the policy of this app already` };
}

/** SAML policies are only for apps that are not distributed to other orgs (Metadata API Developer Guide). */
function distributionProblem({ document }: Candidate, draft: Draft): Problem | undefined {
  const parent = draftedDocument(draft, EXTERNAL_CLIENT_APP, parentOf(document));
  const state = (parent && childText(parent, 'distributionState')) ?? 'Local';
  return state === 'Local' ? undefined : { problem: refusalText(draft.org, 'distribution') };
}

/**
 * The Metadata API Developer Guide describes formulas here as `$<object>.<field>`. Whether a text that is the same for
 * everybody is one is not known.
 */
function formulaProblem({ document }: Candidate, { org }: Draft): Problem | undefined {
  const literal = document.children.find(
    (element) => element.name === 'customAttributes' && !namesField(childText(element, 'formula') ?? ''),
  );
  return literal && org.options.literalInExternalClientApp === 'refused'
    ? { problem: refusalText(org, 'literalFormula'), place: literal.afterEnd }
    : undefined;
}

function isWholeBundle(appName: string, draft: Draft): boolean {
  return (
    draft.accepted.has(componentKey(EXTERNAL_CLIENT_APP.name, appName)) &&
    hasPolicies(CONFIGURABLE_POLICIES, appName, draft) &&
    hasPolicies(SAML_POLICIES, appName, draft)
  );
}

function comesAlone(appName: string, draft: Draft): boolean {
  return !hasPolicies(CONFIGURABLE_POLICIES, appName, draft) && !hasPolicies(SAML_POLICIES, appName, draft);
}

function hasPolicies(kind: MetadataKind, appName: string, { accepted }: Draft): boolean {
  return [...accepted.values()].some(
    (candidate) => candidate.kind === kind && parentOf(candidate.document) === appName,
  );
}

function storedApp(component: Component, { document }: Candidate, draft: Draft, existing?: Component): void {
  const { org } = draft;
  const values: RowValues = {
    DeveloperName: component.fullName,
    MasterLabel: childText(document, 'label') ?? component.fullName,
    Language: org.options.language,
    DistributionState: childText(document, 'distributionState') ?? 'Local',
    ContactEmail: childText(document, 'contactEmail') ?? null,
    Description: childText(document, 'description') ?? null,
  };
  if (existing && org.options.externalClientAppId === 'new') {
    // Grants stay on the old id and give no access (seen in the scripts of a project that deploys such apps).
    component.id = org.newId(KEY_PREFIXES.app);
    component.formerId = existing.id;
    updateRow(org, 'ExternalClientApplication', existing.id, { ...values, Id: component.id }, draft.userId);
  } else {
    saveRow(draft, 'ExternalClientApplication', component.id, values);
  }
  if (comesAlone(component.fullName, draft) && policiesOf(org, component.fullName).length === 0) {
    addDefaultPolicies(component.fullName, draft);
  }
}

/** The policies that Salesforce makes for an app without any (the name was seen, the contents are inferred). */
function addDefaultPolicies(appName: string, { org, userId }: Draft): void {
  const fullName = `${appName}_defaultPolicy`;
  const row = { fullName, id: org.newId(KEY_PREFIXES.policies), date: org.now(), userId };
  const policies = componentFromRow(CONFIGURABLE_POLICIES, row, [
    { name: 'externalClientApplication', content: appName },
    { name: 'isEnabled', content: 'true' },
    { name: 'isOauthPluginEnabled', content: 'false' },
    { name: 'isSamlPluginEnabled', content: 'false' },
    { name: 'label', content: fullName },
  ]);
  org.components.set(componentKey(CONFIGURABLE_POLICIES.name, fullName), policies);
}

function policiesOf(org: OrgState, appName: string): Component[] {
  return [CONFIGURABLE_POLICIES, SAML_POLICIES].flatMap((kind) =>
    componentsOf(org, kind).filter((component) => parentOf(documentOf(kind, component)) === appName),
  );
}

/** The elements that are in the order of the schema. An element that comes too late is dropped. */
function inOrder(document: XmlElement): XmlElement[] {
  const order = (elementsOf(document.name) ?? []).map(({ name }) => name);
  let reached = 0;
  return document.children.filter(({ name }) => {
    const place = order.indexOf(name);
    const late = place < reached;
    reached = Math.max(reached, place);
    return !late;
  });
}

function inOrderElements({ document, kind }: Candidate): OutputElement[] {
  return orderedElements({ ...document, children: inOrder(document) }, kind.name);
}
