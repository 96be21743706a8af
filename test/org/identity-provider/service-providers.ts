import { isOver } from '../database/dates.ts';
import { idKey } from '../database/identifiers.ts';
import { componentsOf, documentOf } from '../metadata/components.ts';
import { CONNECTED_APP, serviceProviderId } from '../metadata/kinds/connected-app.ts';
import {
  CONFIGURABLE_POLICIES,
  EXTERNAL_CLIENT_APP,
  parentOf,
  SAML_POLICIES,
} from '../metadata/kinds/external-client-app.ts';
import { child, childIsTrue, childText, type XmlElement } from '../metadata/package/xml-document.ts';
import type { Component, OrgState } from '../state.ts';

/** An app that the org signs users in to, of either kind, as its metadata describes it. */
export type ServiceProvider = {
  kind: 'ConnectedApp' | 'ExternalClientApplication';
  apiName: string;
  label: string;
  /** When any part of it was last changed. */
  changed: Date;
  /** The app's id, 0H4 or 0xI. */
  appId: string;
  /** The id that sign-in addresses name; connected apps have one. */
  serviceProviderId: string | undefined;
  entityId: string;
  acsUrl: string;
  /** The app's own issuer, or the org's My Domain. */
  issuer: string;
  startUrl: string | undefined;
  subjectType: string;
  subjectCustomAttribute: string | undefined;
  nameIdFormat: string;
  signingAlgorithm: 'SHA1' | 'SHA256';
  /** PEM of the service provider; with it every request must be signed (Salesforce Help). */
  requestCertificate: string | undefined;
  /** Name of a certificate of the org; with it responses are encrypted. */
  encryptionCertificate: string | undefined;
  encryptionType: string;
  /** Whether the app's policy blocks sessions of the standard level; connected apps have such a policy. */
  blocksStandardSessions: boolean;
  attributes: Array<{ key: string; formula: string }>;
};

/** The apps of the org with SAML switched on. */
export function serviceProviders(org: OrgState): ServiceProvider[] {
  return [...connectedApps(org), ...externalClientApps(org)];
}

/** The app of that API name, if it has SAML. */
export function serviceProviderNamed(org: OrgState, apiName: string): ServiceProvider | undefined {
  return serviceProviders(org).find((provider) => provider.apiName === apiName);
}

/** The app of that Entity ID, compared to the letter. */
export function serviceProviderOf(org: OrgState, entityId: string): ServiceProvider | undefined {
  return serviceProviders(org).find((provider) => provider.entityId === entityId);
}

/** The app of that id, which sign-in addresses name: 0sp, in 15 or 18 characters. */
export function serviceProviderWithId(org: OrgState, id: string): ServiceProvider | undefined {
  return serviceProviders(org).find(
    ({ serviceProviderId }) => serviceProviderId !== undefined && idKey(serviceProviderId) === idKey(id),
  );
}

/**
 * Whether the sign-in knows an app as it is now. A new or changed one takes minutes (documented for OAuth, inferred for
 * SAML).
 */
export function isKnown(org: OrgState, { changed }: ServiceProvider): boolean {
  return isOver(org, changed, org.options.newAppKnownAfter);
}

function connectedApps(org: OrgState): ServiceProvider[] {
  return componentsOf(org, CONNECTED_APP).flatMap((component) => {
    const app = documentOf(CONNECTED_APP, component);
    const saml = child(app, 'samlConfig');
    return saml ? [connectedApp(org, component, app, saml)] : [];
  });
}

function connectedApp(org: OrgState, component: Component, app: XmlElement, saml: XmlElement): ServiceProvider {
  return {
    kind: 'ConnectedApp',
    ...common(org, [component], app, saml),
    serviceProviderId: serviceProviderId(org, component.fullName),
    startUrl: childText(app, 'startUrl'),
    subjectType: childText(saml, 'samlSubjectType') ?? 'Username',
    subjectCustomAttribute: childText(saml, 'samlSubjectCustomAttr'),
    nameIdFormat: childText(saml, 'samlNameIdFormat') ?? 'Unspecified',
    signingAlgorithm: algorithmOf(org, childText(saml, 'samlSigningAlgoType')),
    blocksStandardSessions: blocksStandardSessions(app),
    attributes: attributesOf(app, 'attributes'),
  };
}

function externalClientApps(org: OrgState): ServiceProvider[] {
  const enabled = componentsOf(org, CONFIGURABLE_POLICIES)
    .map((component) => ({ component, policies: documentOf(CONFIGURABLE_POLICIES, component) }))
    .filter(({ policies }) => childIsTrue(policies, 'isEnabled') && childIsTrue(policies, 'isSamlPluginEnabled'));
  return componentsOf(org, SAML_POLICIES).flatMap((component) => {
    const saml = documentOf(SAML_POLICIES, component);
    const app = componentsOf(org, EXTERNAL_CLIENT_APP).find(({ fullName }) => fullName === parentOf(saml));
    const policy = enabled.find(({ policies }) => parentOf(policies) === app?.fullName);
    return app && policy ? [externalClientApp(org, [app, policy.component, component], saml)] : [];
  });
}

function externalClientApp(org: OrgState, parts: [Component, ...Component[]], saml: XmlElement): ServiceProvider {
  const [app] = parts;
  return {
    kind: 'ExternalClientApplication',
    ...common(org, parts, documentOf(EXTERNAL_CLIENT_APP, app), saml),
    serviceProviderId: undefined,
    startUrl: undefined,
    subjectType: childText(saml, 'subjectType') ?? 'Username',
    subjectCustomAttribute: childText(saml, 'subjectCustomAttribute'),
    nameIdFormat: childText(saml, 'nameIdFormat') ?? 'Unspecified',
    signingAlgorithm: algorithmOf(org, childText(saml, 'signingAlgorithmType')),
    blocksStandardSessions: false,
    attributes: attributesOf(saml, 'customAttributes'),
  };
}

/** What both kinds of app call alike. */
function common(org: OrgState, parts: [Component, ...Component[]], app: XmlElement, saml: XmlElement) {
  const [{ fullName, id }] = parts;
  return {
    apiName: fullName,
    changed: new Date(Math.max(...parts.map(({ lastModifiedDate }) => lastModifiedDate.getTime()))),
    appId: id,
    label: childText(app, 'label') ?? fullName,
    entityId: childText(saml, 'entityUrl') ?? '',
    acsUrl: childText(saml, 'acsUrl') ?? '',
    issuer: childText(saml, 'issuer') ?? org.options.myDomain,
    requestCertificate: childText(saml, 'certificate'),
    encryptionCertificate: childText(saml, 'encryptionCertificate'),
    encryptionType: childText(saml, 'encryptionType') ?? 'AES_128',
  };
}

function algorithmOf({ options }: OrgState, text: string | undefined): ServiceProvider['signingAlgorithm'] {
  return text === 'SHA256' || text === 'SHA1' ? text : options.signingDefault;
}

/**
 * A session policy asks for high assurance, which a plain login does not give, and blocks instead of raising (Metadata
 * API, `ConnectedAppSessionPolicy`; its values are texts whose spelling is not certain).
 */
function blocksStandardSessions(app: XmlElement): boolean {
  const policy = child(app, 'sessionPolicy');
  return (
    policy !== undefined &&
    childText(policy, 'policyAction')?.toLowerCase() === 'block' &&
    childText(policy, 'sessionLevel') === 'HIGH_ASSURANCE'
  );
}

function attributesOf(element: XmlElement, name: string): ServiceProvider['attributes'] {
  return element.children
    .filter((candidate) => candidate.name === name)
    .map((attribute) => ({ key: childText(attribute, 'key') ?? '', formula: childText(attribute, 'formula') ?? '' }));
}
