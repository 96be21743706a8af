import type { AppBackend, AppKind, AppNames } from './app-backend.ts';
import { connectedApp } from './connected-app.ts';
import { externalClientApp } from './external-client-app.ts';
import { nodesOf, textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * An app of either kind. The content has the shape of a ConnectedApp. The other kind is translated into it, so that the
 * same code compares, shows and checks both.
 */
export type App = { kind: AppKind; names: AppNames; content: MetadataNode };

export const APP_BACKENDS: Record<AppKind, AppBackend> = {
  'connected-app': connectedApp,
  'external-client-app': externalClientApp,
};

/**
 * The values of an app that the service provider and the org decide. Everything else comes from the source or stays as
 * the org has it.
 */
export type AppValues = {
  entityId: string;
  acsUrl: string;
  /** Compared byte for byte by the service provider. */
  issuer: string;
  /** Given by the user. Otherwise an existing app keeps its own. */
  contactEmail?: string;
  /** The contact of a new app whose source names none. */
  defaultContactEmail?: string;
  /** What the NameID is made of. If absent, the source decides. */
  subjectType?: string;
  /** SAML attributes that the service provider needs, as formulas by key. Those of the source take precedence. */
  attributes: Record<string, string>;
  /** SAML attributes that the user gave, as formulas by key. They take precedence over those of the source. */
  givenAttributes: Record<string, string>;
};

/** A placeholder of the guide in `force-app`, which stands for "not decided here". */
const PLACEHOLDER_EMAIL = 'you@example.com';

/** What the sign-in needs, unless the source decides otherwise (Twilio's guide). */
const GUIDE = { samlNameIdFormat: 'Unspecified', samlSigningAlgoType: 'SHA256', samlSubjectType: 'Username' };

/** SAML fields that break the sign-in at Twilio: request verification and encryption (Twilio's guide: both off). */
const UNWANTED = ['certificate', 'encryptionCertificate'];

/**
 * The content that an app should have: the source's SAML part with the addresses filled in, and the org's own values
 * for everything that the sign-in does not need (start URL, policies, further attributes, description, logo …).
 *
 * @param source the app of the source.
 * @param existing the content of the app as the org has it, if it has one.
 */
export function desiredContent(source: App, existing: MetadataNode | undefined, values: AppValues): MetadataNode {
  const contactEmail = contactEmailOf(source.content, existing, values);
  const { contactEmail: _inSource, ...sourceOthers } = source.content;
  return APP_BACKENDS[source.kind].finished({
    ...sourceOthers,
    ...existing,
    ...(contactEmail === undefined ? {} : { contactEmail: [contactEmail] }),
    attributes: desiredAttributes(source.content, existing, values),
    samlConfig: [desiredSamlConfig(source.content, existing, values)],
  });
}

/** The SAML part of an app's content. */
export function samlConfigOf(content: MetadataNode): MetadataNode {
  return nodesOf(content, 'samlConfig')[0] ?? {};
}

function contactEmailOf(
  source: MetadataNode,
  existing: MetadataNode | undefined,
  values: AppValues,
): string | undefined {
  const inSource = textAt(source, 'contactEmail');
  return (
    values.contactEmail ??
    textAt(existing ?? {}, 'contactEmail') ??
    (inSource === PLACEHOLDER_EMAIL ? undefined : inSource) ??
    values.defaultContactEmail
  );
}

function desiredSamlConfig(source: MetadataNode, existing: MetadataNode | undefined, values: AppValues): MetadataNode {
  const inOrg = Object.entries(samlConfigOf(existing ?? {}));
  const guide = Object.fromEntries(Object.entries(GUIDE).map(([name, value]) => [name, [value]]));
  return {
    ...Object.fromEntries(inOrg.filter(([name]) => !UNWANTED.includes(name))),
    ...guide,
    ...samlConfigOf(source),
    ...(values.subjectType === undefined ? {} : { samlSubjectType: [values.subjectType] }),
    acsUrl: [values.acsUrl],
    entityUrl: [values.entityId],
    issuer: [values.issuer],
  };
}

/**
 * Attributes by key. The org's come first, then the service provider's, the source's and the user's. Later ones replace
 * earlier ones.
 */
function desiredAttributes(
  source: MetadataNode,
  existing: MetadataNode | undefined,
  { attributes, givenAttributes }: AppValues,
): MetadataNode[] {
  const nodes = [
    ...nodesOf(existing ?? {}, 'attributes'),
    ...attributeNodes(attributes),
    ...nodesOf(source, 'attributes'),
    ...attributeNodes(givenAttributes),
  ];
  return [...new Map(nodes.map((node) => [textAt(node, 'key') ?? '', node])).values()];
}

function attributeNodes(formulas: Record<string, string>): MetadataNode[] {
  return Object.entries(formulas).map(([key, formula]) => ({ formula: [formula], key: [key] }));
}
