import type { AppBackend } from './app-backend.ts';
import { nodesOf, type MetadataNode } from '../metadata/metadata-xml.ts';

/** The connected app. It is one component, and its content is compared without translation. */
export const connectedApp: AppBackend = {
  type: 'ConnectedApp',
  oldestVersion: 57,
  finished: withoutConsumerKeys,
  components: ({ app }, content) => [{ fullName: app, document: { type: 'ConnectedApp', content } }],
};

/**
 * The content of a connected app that can be compared and deployed again. The consumer key is left out, because an org
 * refuses it in the deployment of an existing app ("The consumer key is already taken.", seen in public reports).
 */
export function withoutConsumerKeys(content: MetadataNode): MetadataNode {
  const oauthConfig = nodesOf(content, 'oauthConfig')[0];
  if (oauthConfig === undefined) {
    return content;
  }
  const { consumerKey: _key, consumerSecret: _secret, ...rest } = oauthConfig;
  return { ...content, oauthConfig: [rest] };
}
