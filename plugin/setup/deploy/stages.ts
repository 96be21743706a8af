import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import type { IdentityProvider } from '../../salesforce/org/identity-provider.ts';
import type { MetadataComponent } from '../../salesforce/metadata/metadata-package.ts';
import { textAt } from '../../salesforce/metadata/metadata-xml.ts';
import { PLATFORM } from '../../salesforce/api/org-errors.ts';
import { isToDo, type Plan, type Step } from '../plan/plan.ts';

/** Components that are deployed together. */
export type Stage = {
  name: 'identity-provider' | 'app';
  components: MetadataComponent[];
  /** Components that must not exist yet, by the names that `notToDeployTwice` gives. */
  mustNotExist: string[];
  /** The identity provider's settings that the plan saw, if the stage changes them. They must still be the same. */
  identityProvider?: IdentityProvider;
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

/**
 * The stages of a plan: first the identity provider with its certificate, then the app. It is not certain that an org
 * accepts a SAML app while its identity provider is off.
 */
export function stagesOf(plan: Plan): Stage[] {
  const stageOf = (name: Stage['name'], ...steps: Step[]): Stage => {
    const changes = plan.changes
      .filter((change) => 'components' in change)
      .filter((change) => steps.includes(change.step) && isToDo(change));
    const created = changes.filter(({ action }) => action === 'create');
    const identityProvider = changes.find((change) => change.step === 'identity-provider')?.identityProvider;
    return {
      name,
      components: changes.flatMap(({ components }) => components),
      mustNotExist: notToDeployTwice(created.flatMap(({ components }) => components)),
      ...(identityProvider === undefined ? {} : { identityProvider }),
    };
  };
  const stages = [
    stageOf('identity-provider', 'certificate', 'identity-provider'),
    stageOf('app', 'app', 'permission-set'),
  ];
  return stages.filter(({ components }) => components.length > 0);
}

/** What may be done about the problems of a deployment, or of the validation of all stages at once. */
export type Adaptation = {
  stages: Stage[];
  /** Whether the org can validate the adapted stages together. If not, it checks each one when it is deployed. */
  validatable: boolean;
};

/**
 * Another way to deploy the same things, if the org's problems ask for one. In each case it is not certain beforehand
 * how the platform behaves.
 *
 * @returns undefined if no other way would help.
 */
export function adaptStages(stages: Stage[], problems: ComponentProblem[]): Adaptation | undefined {
  const some = (cause: Cause): boolean => problems.some((problem) => isOf(problem, cause));
  const onlyOf = (...causes: Cause[]): boolean =>
    problems.every((problem) => causes.some((cause) => isOf(problem, cause)));
  // If a component is refused, components that refer to it are refused too. So the first cause decides.
  if (some('expiration-date') && onlyOf('expiration-date', 'certificate-not-found', 'identity-provider-off')) {
    const canDrop = stages.some(({ components }) => components.some(hasExpiration));
    return canDrop ? { stages: stages.map(withoutExpiration), validatable: true } : undefined;
  }
  if (some('certificate-not-found') && onlyOf('certificate-not-found', 'identity-provider-off')) {
    const canSplit = stages.some(hasCertificateAndSettings);
    return canSplit ? { stages: stages.flatMap(certificateFirst), validatable: false } : undefined;
  }
  if (some('parent-name') && onlyOf('parent-name', 'identity-provider-off')) {
    const renamed = stages.map(withParentLabels);
    return JSON.stringify(renamed) === JSON.stringify(stages) ? undefined : { stages: renamed, validatable: true };
  }
  const bothStages = stages.length > 1 && stages.some(({ name }) => name === 'identity-provider');
  return onlyOf('identity-provider-off') && bothStages ? { stages, validatable: false } : undefined;
}

/** Types whose components define a service provider. */
const APP_TYPES = ['ConnectedApp', ...Object.values<string>(EXTERNAL_CLIENT_APP_TYPES)];

type Cause = 'expiration-date' | 'certificate-not-found' | 'parent-name' | 'identity-provider-off';

/** The type of the component that does not exist yet, if a problem says only that. */
export function missingType(problem: ComponentProblem): string | undefined {
  if (isOf(problem, 'identity-provider-off')) {
    return 'IdentityProviderSettings';
  }
  return isOf(problem, 'certificate-not-found') ? 'Certificate' : undefined;
}

function isOf({ type, problem }: ComponentProblem, cause: Cause): boolean {
  switch (cause) {
    case 'expiration-date':
      return type === 'Certificate' && PLATFORM.expirationDate.test(problem);
    case 'certificate-not-found':
      return type === 'IdentityProviderSettings' && PLATFORM.certificateNotFound.test(problem);
    case 'parent-name':
      return APP_TYPES.includes(type) && PLATFORM.parentName.test(problem);
    case 'identity-provider-off':
      return APP_TYPES.includes(type) && PLATFORM.identityProviderOff.test(problem);
  }
}

function hasExpiration({ document: { type, content } }: MetadataComponent): boolean {
  return type === 'Certificate' && content['expirationDate'] !== undefined;
}

function withoutExpiration(stage: Stage): Stage {
  return {
    ...stage,
    components: stage.components.map((component) => {
      if (!hasExpiration(component)) {
        return component;
      }
      const { expirationDate: _date, ...content } = component.document.content;
      return { ...component, document: { ...component.document, content } };
    }),
  };
}

/**
 * The stage with policies that name their app by its label. The guide says label, but files of the related types have
 * the developer name.
 */
function withParentLabels(stage: Stage): Stage {
  const { components } = stage;
  const labelOf = (app: string | undefined): string | undefined =>
    components
      .filter(({ fullName, document }) => document.type === EXTERNAL_CLIENT_APP_TYPES.app && fullName === app)
      .map(({ document }) => textAt(document.content, 'label'))[0];
  return {
    ...stage,
    components: components.map((component) => {
      const { content } = component.document;
      const label = labelOf(textAt(content, 'externalClientApplication'));
      const renamed = label === undefined ? content : { ...content, externalClientApplication: [label] };
      return { ...component, document: { ...component.document, content: renamed } };
    }),
  };
}

function isCertificate({ document }: MetadataComponent): boolean {
  return document.type === 'Certificate';
}

function hasCertificateAndSettings({ components }: Stage): boolean {
  return components.some(isCertificate) && components.some((component) => !isCertificate(component));
}

/** A stage that has a certificate and the settings that refer to it becomes two stages. */
function certificateFirst(stage: Stage): Stage[] {
  if (!hasCertificateAndSettings(stage)) {
    return [stage];
  }
  return [
    { ...stage, components: stage.components.filter(isCertificate) },
    { ...stage, components: stage.components.filter((component) => !isCertificate(component)) },
  ];
}
