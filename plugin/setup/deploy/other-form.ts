import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { nodesOf, textAt, type MetadataNode } from '../../salesforce/metadata/metadata-xml.ts';
import type { Plan } from '../plan/plan.ts';
import { literalOf } from '../settings/attribute-settings.ts';
import { PLATFORM } from '../../salesforce/api/org-errors.ts';
import { isDated, withParentLabels, type Form, type Stage } from './stages.ts';

const CERTIFICATE = ['Certificate'];
const SETTINGS = ['IdentityProviderSettings'];
const { app: HEADER, policies: POLICIES, samlPolicies: SAML_POLICIES } = EXTERNAL_CLIENT_APP_TYPES;
const APP: string[] = ['ConnectedApp', HEADER, POLICIES, SAML_POLICIES];

/**
 * Another form in which an org may take what it has refused. In each case it is not certain beforehand how the platform
 * behaves, and the words of most refusals are in no public source. So the types of the refused components decide, and what
 * was sent with them. Each form differs from the ones before it, so there is an end to them.
 *
 * @returns undefined if no other form would help.
 */
export function otherForm(problems: ComponentProblem[], { components }: Stage, form: Form): Form | undefined {
  const refused = (types: string[]): boolean => problems.some(({ type }) => types.includes(type));
  const sent = (types: string[]): boolean => components.some(({ document }) => types.includes(document.type));
  const isLiteral = problems.every(({ type }) => type === SAML_POLICIES) && components.some(hasLiteral);
  if (!isLiteral && !problems.every(mayDependOnOthers)) {
    return undefined;
  }
  if (refused(CERTIFICATE)) {
    return components.some(isDated) ? { ...form, withoutExpiration: true } : undefined;
  }
  if (refused(SETTINGS)) {
    return sent(CERTIFICATE) ? { ...form, split: 'all' } : undefined;
  }
  if (namesParent(problems) && canRename(components, form)) {
    return { ...form, parentsByLabel: true };
  }
  if (sent(SETTINGS)) {
    return { ...form, split: 'app' };
  }
  if (isLiteral && !form.roleInField) {
    return { ...form, roleInField: true };
  }
  return refused([SAML_POLICIES]) && !refused([HEADER]) && canRename(components, form)
    ? { ...form, parentsByLabel: true, roleInField: false }
    : undefined;
}

/**
 * Another form of a plan that the org carried out in part: an external client app that has lost its attributes with a
 * literal, without a word, may keep them with a field.
 *
 * @param left the plan for the org as it is afterwards.
 */
export function formAfterLoss(left: Plan, form: Form): Form | undefined {
  const lost = left.changes.filter(({ action }) => action !== 'keep');
  const areAttributes = lost.every(
    ({ step, differences }) => step === 'app' && differences.every(({ field }) => field.startsWith('attributes[')),
  );
  const isLiteral = lost.some((change) => 'components' in change && change.components.some(hasLiteral));
  return areAttributes && isLiteral && !form.roleInField ? { ...form, roleInField: true } : undefined;
}

/** Whether a component has an attribute whose formula is only a text. The guide knows only fields (`$User.FirstName`). */
function hasLiteral({ document }: MetadataComponent): boolean {
  const attributes = document.type === SAML_POLICIES ? nodesOf(document.content, 'customAttributes') : [];
  return attributes.some((node) => literalOf(textAt(node, 'formula') ?? '') !== undefined);
}

/** Whether a form has more deployments than another, so that one can succeed and the next be refused. */
export function isSplit(form: Form, before: Form): boolean {
  return form.split !== before.split;
}

/** Whether the org may accept a component once the rest of its deployment is in place. */
export function mayComeWithRest(problem: ComponentProblem, types: string[]): boolean {
  const rest = SETTINGS.includes(problem.type) ? CERTIFICATE : APP.includes(problem.type) ? SETTINGS : [];
  return mayDependOnOthers(problem) && rest.some((type) => types.includes(type));
}

/** Whether a component may have been refused for what was sent with it, or is not in the org yet. */
function mayDependOnOthers({ type, problem }: ComponentProblem): boolean {
  if (APP.includes(type)) {
    return !PLATFORM.connectedAppBlocked.test(problem) && !PLATFORM.ownFault.test(problem);
  }
  return [...CERTIFICATE, ...SETTINGS].includes(type);
}

/** Whether a refusal concerns how policies name their app: all kinds of them have that name. */
function namesParent(problems: ComponentProblem[]): boolean {
  const ofPolicies = problems.filter(({ type }) => type === POLICIES || type === SAML_POLICIES);
  return (
    ofPolicies.length === problems.length &&
    ofPolicies.some(({ type, problem }) => type === POLICIES || PLATFORM.parentName.test(problem))
  );
}

function canRename(components: MetadataComponent[], { parentsByLabel }: Form): boolean {
  return !parentsByLabel && JSON.stringify(withParentLabels(components)) !== JSON.stringify(components);
}

/**
 * The refused components without what they may have been refused for. If the org refuses these in the same words, the
 * cause is another one, and a split would only change the org before the next refusal.
 *
 * @param settings the identity provider as it is set now, with a certificate that it can have. Without a name, there is
 * nothing to compare the settings with.
 */
export function withoutSuspects(
  problems: ComponentProblem[],
  { components }: Stage,
  settings: IdentityProvider,
): MetadataComponent[] {
  const refused = problems.map(({ type }) => type);
  const hasParent = refused.includes(HEADER) || refused.includes(POLICIES);
  return components.flatMap(({ fullName, document: { type, content } }): MetadataComponent[] => {
    if (type === HEADER ? !hasParent : !refused.includes(type)) {
      return [];
    }
    const without = contentWithoutSuspects(type, content, settings);
    return without === undefined ? [] : [{ fullName, document: { type, content: without } }];
  });
}

function contentWithoutSuspects(
  type: string,
  content: MetadataNode,
  { enabled, certificateName }: IdentityProvider,
): MetadataNode | undefined {
  switch (type) {
    case 'IdentityProviderSettings':
      return certificateName === undefined
        ? undefined
        : { ...content, certificateName: [certificateName], enableIdentityProvider: [String(enabled)] };
    case 'ConnectedApp': {
      const { samlConfig: _saml, ...rest } = content;
      return rest;
    }
    case HEADER:
    case POLICIES:
      return content;
    default:
      return undefined;
  }
}

/** Whether two refusals have a problem in common, to the word. */
export function isSameRefusal(one: ComponentProblem[], other: ComponentProblem[]): boolean {
  return one.some(({ type, fullName, problem }) =>
    other.some((found) => found.type === type && found.fullName === fullName && found.problem === problem),
  );
}
