import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { isToDo, type Plan, type Step } from '../plan/plan.ts';

/** Components that are deployed together. */
export type Stage = {
  /** `setup` is all of it in one deployment; the others are its parts, if the org wants them one after the other. */
  name: 'setup' | 'identity-provider' | 'app';
  components: MetadataComponent[];
  /** Components that must not exist yet, by the names that `notToDeployTwice` gives. */
  mustNotExist: string[];
  /** The identity provider's settings that the plan saw, if the stage changes them. They must still be the same. */
  identityProvider?: IdentityProvider;
};

/** How a plan is sent. Orgs differ in what they take, so this changes with what an org has refused. */
export type Form = {
  /** In one deployment, with the app apart from certificate and identity provider, or each of the three by itself. */
  split: 'none' | 'app' | 'all';
  /** Whether the certificate is sent without its expiration date. */
  withoutExpiration: boolean;
  /** Whether policies name their app by its label instead of its developer name. */
  parentsByLabel: boolean;
  /** Whether a field holds the role of an external client app. The plan is made anew for it, as it has a field then. */
  roleInField: boolean;
};

/** All in one transaction, as the platform's examples have it. */
export const USUAL_FORM: Form = {
  split: 'none',
  withoutExpiration: false,
  parentsByLabel: false,
  roleInField: false,
};

/**
 * Types whose components a second deployment can change. A certificate can get another key. An external client app can
 * get another id, and its grants are then lost.
 */
const NOT_TWICE = ['Certificate', EXTERNAL_CLIENT_APP_TYPES.app] as string[];

/** The names of the components that must not be deployed if they exist already. */
export function notToDeployTwice(components: MetadataComponent[]): string[] {
  return components.filter(({ document }) => NOT_TWICE.includes(document.type)).map(componentName);
}

/** A component by its type and full name. */
export function componentName({ document, fullName }: MetadataComponent): string {
  return `${document.type} ${fullName}`;
}

const FOUNDATION: Step[] = ['certificate', 'identity-provider'];
const APP: Step[] = ['user-field', 'app', 'permission-set'];

/** The steps that go together, in the order of their deployments. */
const PARTS: Record<Form['split'], Step[][]> = {
  none: [[...FOUNDATION, ...APP]],
  app: [FOUNDATION, APP],
  all: [['certificate'], ['identity-provider'], APP],
};

/** The deployments of a plan, in their order: one, unless the org wants some parts before the others. */
export function stagesOf(plan: Plan, form: Form = USUAL_FORM): Stage[] {
  return PARTS[form.split]
    .map((steps) => inForm(stageOf(plan, steps), form))
    .filter(({ components }) => components.length > 0);
}

function stageOf(plan: Plan, steps: Step[]): Stage {
  const changes = plan.changes
    .filter((change) => 'components' in change)
    .filter((change) => steps.includes(change.step) && isToDo(change));
  const created = changes.filter(({ action }) => action === 'create');
  const identityProvider = changes.find((change) => change.step === 'identity-provider')?.identityProvider;
  return {
    name: nameOf(changes.map(({ step }) => step)),
    components: changes.flatMap(({ components }) => components),
    mustNotExist: notToDeployTwice(created.flatMap(({ components }) => components)),
    ...(identityProvider === undefined ? {} : { identityProvider }),
  };
}

function nameOf(steps: Step[]): Stage['name'] {
  const [foundation, app] = [FOUNDATION, APP].map((part) => steps.some((step) => part.includes(step)));
  return foundation && app ? 'setup' : app ? 'app' : 'identity-provider';
}

/** A stage with its components written in a form. */
export function inForm(stage: Stage, { withoutExpiration, parentsByLabel }: Form): Stage {
  const dated = withoutExpiration ? stage.components.map(undated) : stage.components;
  return { ...stage, components: parentsByLabel ? withParentLabels(dated) : dated };
}

/** Whether a component is a certificate with an expiration date. */
export function isDated({ document: { type, content } }: MetadataComponent): boolean {
  return type === 'Certificate' && content['expirationDate'] !== undefined;
}

function undated(component: MetadataComponent): MetadataComponent {
  const { expirationDate: _date, ...content } = component.document.content;
  return isDated(component) ? { ...component, document: { ...component.document, content } } : component;
}

/**
 * Policies that name their app by its label. The guide says label, but files of the related types have the developer
 * name.
 */
export function withParentLabels(components: MetadataComponent[]): MetadataComponent[] {
  const labelOf = (app: string | undefined): string | undefined =>
    components
      .filter(({ fullName, document }) => document.type === EXTERNAL_CLIENT_APP_TYPES.app && fullName === app)
      .map(({ document }) => textAt(document.content, 'label'))[0];
  return components.map((component) => {
    const { content } = component.document;
    const label = labelOf(textAt(content, 'externalClientApplication'));
    const renamed = label === undefined ? content : { ...content, externalClientApplication: [label] };
    return { ...component, document: { ...component.document, content: renamed } };
  });
}
