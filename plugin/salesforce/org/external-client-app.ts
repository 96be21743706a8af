import type { AppBackend } from './app-backend.ts';
import type { MetadataComponent } from '../metadata/metadata-package.ts';
import { nodesOf, type MetadataNode } from '../metadata/metadata-xml.ts';

/** The contents of the three components of an external client app (Metadata API, SAML since 63.0). */
export type ExternalClientAppParts = { app: MetadataNode; policies: MetadataNode; samlPolicies: MetadataNode };

/** The metadata types of the parts. */
export const EXTERNAL_CLIENT_APP_TYPES = {
  app: 'ExternalClientApplication',
  policies: 'ExtlClntAppConfigurablePolicies',
  samlPolicies: 'ExtlClntAppSamlConfigurablePolicies',
} as const;

/**
 * The external client app. All three components must be in one deployment, complete and in schema order. Otherwise the
 * org silently drops parts (seen with the OAuth siblings of these types).
 */
export const externalClientApp: AppBackend = {
  type: EXTERNAL_CLIENT_APP_TYPES.app,
  oldestVersion: 63,
  finished: (content) => ({
    ...only(content, CONTENT),
    policies: [{ ...nodesOf(content, 'policies')[0], isEnabled: ['true'], isSamlPluginEnabled: ['true'] }],
  }),
  components: ({ app, policies = `${app}_plcy`, samlPolicies = `${app}_samlPlcy` }, content) => {
    const parts = partsOf(content, app);
    return [
      component(app, EXTERNAL_CLIENT_APP_TYPES.app, parts.app),
      component(policies, EXTERNAL_CLIENT_APP_TYPES.policies, parts.policies),
      component(samlPolicies, EXTERNAL_CLIENT_APP_TYPES.samlPolicies, parts.samlPolicies),
    ];
  },
};

/** Elements of the application that a connected app has under the same name. */
const COMMON = ['contactEmail', 'contactPhone', 'description', 'iconUrl', 'infoUrl', 'label', 'logoUrl'];

/** The part of the content that this kind can hold. A source written for a connected app can hold more. */
const CONTENT = [...COMMON, 'startUrl', 'attributes', 'samlConfig', 'application', 'policies', 'samlPolicies'];

/** SAML elements by their names in a connected app (metadata WSDL 66.0; the enumerations are the same). */
const SAML_NAMES: Record<string, string> = {
  acsUrl: 'acsUrl',
  certificate: 'certificate',
  encryptionCertificate: 'encryptionCertificate',
  encryptionType: 'encryptionType',
  entityUrl: 'entityUrl',
  issuer: 'issuer',
  samlIdpSLOBindingEnum: 'singleLogoutBindingType',
  samlNameIdFormat: 'nameIdFormat',
  samlSigningAlgoType: 'signingAlgorithmType',
  samlSloUrl: 'singleLogoutUrl',
  samlSubjectCustomAttr: 'subjectCustomAttribute',
  samlSubjectType: 'subjectType',
};

/**
 * Who gets access through the policies. These lists can only add, and must not name anybody twice ("profile names are
 * already taken", seen with the OAuth siblings). So they are neither compared nor sent, and access is given with
 * records.
 */
const GRANTING = ['commaSeparatedPermissionSet', 'commaSeparatedProfile'];

/** The parts of an external client app in the shape of a connected app. */
export function contentOf({ app, policies, samlPolicies }: ExternalClientAppParts): MetadataNode {
  const { startUrl, externalClientApplication: _parent, ...policyOthers } = policies;
  const saml = Object.fromEntries(Object.entries(SAML_NAMES).map(([here, there]) => [here, samlPolicies[there]]));
  const known = [...Object.values(SAML_NAMES), ...GRANTING, 'customAttributes', 'externalClientApplication'];
  return present({
    ...only(app, COMMON),
    startUrl,
    attributes: samlPolicies['customAttributes'],
    samlConfig: [present(saml)],
    application: [without(app, COMMON)],
    policies: [policyOthers],
    samlPolicies: [without(samlPolicies, known)],
  });
}

/** The reverse of `contentOf`. The parts name their parent by its developer name. */
function partsOf(content: MetadataNode, app: string): ExternalClientAppParts {
  const first = (name: string): MetadataNode => nodesOf(content, name)[0] ?? {};
  const saml = first('samlConfig');
  return {
    app: { ...only(content, COMMON), ...first('application') },
    policies: present({ ...first('policies'), startUrl: content['startUrl'], externalClientApplication: [app] }),
    samlPolicies: present({
      ...first('samlPolicies'),
      ...Object.fromEntries(Object.entries(SAML_NAMES).map(([here, there]) => [there, saml[here]])),
      customAttributes: content['attributes'],
      externalClientApplication: [app],
    }),
  };
}

function component(fullName: string, type: string, content: MetadataNode): MetadataComponent {
  return { fullName, document: { type, content } };
}

function only(node: MetadataNode, names: string[]): MetadataNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => names.includes(name)));
}

function without(node: MetadataNode, names: string[]): MetadataNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => !names.includes(name)));
}

/** Only the elements that are present. */
function present(node: Record<string, MetadataNode[string] | undefined>): MetadataNode {
  const entries = Object.entries(node).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, values] as const],
  );
  return Object.fromEntries(entries);
}
