import type { MetadataComponent } from '../metadata/metadata-package.ts';
import type { MetadataNode } from '../metadata/metadata-xml.ts';

/** The two kinds of app that a service provider can be in an org. */
export type AppKind = 'connected-app' | 'external-client-app';

/** Full names of the components of an app. A connected app has one component, the other kind has three. */
export type AppNames = { app: string; policies?: string; samlPolicies?: string };

/** What differs between the kinds. */
export type AppBackend = {
  /** The metadata type whose id a grant names. */
  type: 'ConnectedApp' | 'ExternalClientApplication';
  /** The lowest API version with the kind's metadata. */
  oldestVersion: number;
  /** The content to send: without what must not be sent, and with what the sign-in needs besides the SAML values. */
  finished(content: MetadataNode): MetadataNode;
  components(names: AppNames, content: MetadataNode): MetadataComponent[];
};
