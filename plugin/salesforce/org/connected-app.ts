import type { AppBackend } from './app-backend.ts';
import { nodesOf, type MetadataNode } from '../metadata/metadata-xml.ts';

/** The connected app: one component, whose content is compared as it is. */
export const connectedApp: AppBackend = {
  type: 'ConnectedApp',
  oldestVersion: 57,
  finished: withoutConsumerKeys,
  components: ({ app }, content) => [{ fullName: app, document: { type: 'ConnectedApp', content } }],
};

/**
 * The content of a connected app as it may be compared and deployed again: without the consumer key, which an org
 * refuses in the deployment of an app that exists ("The consumer key is already taken.", seen in public reports).
 */
export function withoutConsumerKeys(content: MetadataNode): MetadataNode {
  const oauthConfig = nodesOf(content, 'oauthConfig')[0];
  if (oauthConfig === undefined) {
    return content;
  }
  const { consumerKey: _key, consumerSecret: _secret, ...rest } = oauthConfig;
  return { ...content, oauthConfig: [rest] };
}
