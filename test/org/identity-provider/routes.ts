import { htmlAnswer } from '../answers.ts';
import { advanceDeployments } from '../metadata/deployments.ts';
import type { OrgAnswer, Route } from '../route.ts';
import { appMetadata, identityProviderMetadata } from './metadata-document.ts';

/** The public side of the org as identity provider. */
export const identityProviderRoutes: Route[] = [
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\.xml$/,
    session: 'none',
    handle(_request, org) {
      advanceDeployments(org);
      return metadataAnswer(identityProviderMetadata(org));
    },
  },
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\/\w+\.xml$/,
    session: 'none',
    handle({ path }, org) {
      advanceDeployments(org);
      return metadataAnswer(appMetadata(org, path.replace(/^.*\/|\.xml$/g, '')));
    },
  },
];

function metadataAnswer(document: string | undefined): OrgAnswer {
  return document === undefined
    ? htmlAnswer(
        404,
        'URL No Longer Exists',
        'You have attempted to reach a URL that no longer exists on salesforce.com.',
      )
    : { status: 200, contentType: 'text/xml;charset=UTF-8', body: document };
}
