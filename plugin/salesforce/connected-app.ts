import type { MetadataComponent } from './metadata-package.ts';
import { nodesOf, textAt, type MetadataNode } from './metadata-xml.ts';

/** What the service provider and the org decide of an app; everything else is the source's or the org's own. */
export type AppValues = {
  entityId: string;
  acsUrl: string;
  /** Compared byte for byte by the service provider. */
  issuer: string;
  /** Given by the user; an app that exists keeps its own otherwise. */
  contactEmail?: string;
  /** The contact of an app that is to be made and whose source names none. */
  defaultContactEmail?: string;
  /** SAML attributes that the service provider needs, as formulas by key. */
  attributes: Record<string, string>;
};

/** Placeholders of the guide in `force-app`, which stand for "not decided here". */
const PLACEHOLDER_EMAIL = 'you@example.com';

/** What the sign-in rests on unless the source decides otherwise (Twilio's guide). */
const GUIDE = { samlNameIdFormat: 'Unspecified', samlSigningAlgoType: 'SHA256', samlSubjectType: 'Username' };

/** SAML fields that break the sign-in at Twilio: request verification and encryption (Twilio's guide: both off). */
const UNWANTED = ['certificate', 'encryptionCertificate'];

/**
 * The content that an app is to have: the source's SAML part with the addresses filled in, the org's own values for
 * everything that the sign-in does not rest on (start URL, policies, further attributes, description, logo …).
 *
 * @param source the content of the source file.
 * @param existing the app as the org has it, if it has one.
 */
export function desiredConnectedApp(
  source: MetadataNode,
  existing: MetadataNode | undefined,
  values: AppValues,
): MetadataNode {
  const contactEmail = contactEmailOf(source, existing, values);
  const { contactEmail: _inSource, ...sourceOthers } = source;
  return withoutConsumerKeys({
    ...sourceOthers,
    ...existing,
    ...(contactEmail === undefined ? {} : { contactEmail: [contactEmail] }),
    attributes: desiredAttributes(source, existing, values.attributes),
    samlConfig: [desiredSamlConfig(source, existing, values)],
  });
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
  const inSource = nodesOf(source, 'samlConfig')[0] ?? {};
  const inOrg = Object.entries(nodesOf(existing ?? {}, 'samlConfig')[0] ?? {});
  const guide = Object.fromEntries(Object.entries(GUIDE).map(([name, value]) => [name, [value]]));
  return {
    ...Object.fromEntries(inOrg.filter(([name]) => !UNWANTED.includes(name))),
    ...guide,
    ...inSource,
    acsUrl: [values.acsUrl],
    entityUrl: [values.entityId],
    issuer: [values.issuer],
  };
}

/** Attributes by key: the org's, over which the service provider's, over which the source's. */
function desiredAttributes(
  source: MetadataNode,
  existing: MetadataNode | undefined,
  needed: Record<string, string>,
): MetadataNode[] {
  const byKey = new Map<string, MetadataNode>();
  const neededNodes = Object.entries(needed).map(([key, formula]) => ({ formula: [formula], key: [key] }));
  for (const attribute of [
    ...nodesOf(existing ?? {}, 'attributes'),
    ...neededNodes,
    ...nodesOf(source, 'attributes'),
  ]) {
    byKey.set(textAt(attribute, 'key') ?? '', attribute);
  }
  return [...byKey.values()];
}

/**
 * The content of an app as it may be compared and deployed again: without the consumer key, which an org refuses in
 * the deployment of an app that exists ("The consumer key is already taken.", seen in public reports).
 */
export function withoutConsumerKeys(content: MetadataNode): MetadataNode {
  const oauthConfig = nodesOf(content, 'oauthConfig')[0];
  if (oauthConfig === undefined) {
    return content;
  }
  const { consumerKey: _key, consumerSecret: _secret, ...rest } = oauthConfig;
  return { ...content, oauthConfig: [rest] };
}

export function connectedAppComponent(fullName: string, content: MetadataNode): MetadataComponent {
  return { fullName, document: { type: 'ConnectedApp', content } };
}
