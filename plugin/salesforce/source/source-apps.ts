import type { App } from '../org/app.ts';
import { contentOf } from '../org/external-client-app.ts';
import { textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/** One component of a source folder and its content. */
export type SourceDocument = { fullName: string; content: MetadataNode };

export function connectedAppOf({ fullName, content }: SourceDocument): App {
  return { kind: 'connected-app', names: { app: fullName }, content };
}

/** External client apps whose SAML policies are in the folder too. The policies name their app. */
export function externalClientApps([apps = [], policies = [], samlPolicies = []]: SourceDocument[][]): App[] {
  const partOf = (documents: SourceDocument[], app: string): SourceDocument | undefined =>
    documents.find(({ content }) => textAt(content, 'externalClientApplication') === app);
  return apps.flatMap(({ fullName, content }) => {
    const [policy, saml] = [partOf(policies, fullName), partOf(samlPolicies, fullName)];
    if (saml === undefined) {
      return [];
    }
    return [
      {
        kind: 'external-client-app' as const,
        names: {
          app: fullName,
          samlPolicies: saml.fullName,
          ...(policy === undefined ? {} : { policies: policy.fullName }),
        },
        content: contentOf({ app: content, policies: policy?.content ?? {}, samlPolicies: saml.content }),
      },
    ];
  });
}
