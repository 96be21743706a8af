import { htmlAnswer } from '../answers.ts';
import { advanceDeployments } from '../metadata/deployments.ts';
import type { OrgAnswer, Route } from '../route.ts';
import type { OrgState } from '../state.ts';
import { appMetadata, identityProviderMetadata } from './metadata-document.ts';

/** The public side of the org as identity provider. */
export const identityProviderRoutes: Route[] = [
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\.xml$/,
    session: 'none',
    handle: (_request, org) => metadataAnswer(org, identityProviderMetadata),
  },
  {
    method: 'GET',
    path: /^\/\.well-known\/samlidp\/\w+\.xml$/,
    session: 'none',
    handle: ({ path }, org) => metadataAnswer(org, () => appMetadata(org, path.replace(/^.*\/|\.xml$/g, ''))),
  },
];

function metadataAnswer(org: OrgState, write: (org: OrgState) => string | undefined): OrgAnswer {
  advanceDeployments(org);
  const document = write(org);
  return document === undefined
    ? htmlAnswer(
        404,
        'URL No Longer Exists',
        'You have attempted to reach a URL that no longer exists on salesforce.com.',
      )
    : { status: 200, contentType: 'text/xml;charset=UTF-8', body: document };
}
