import { oauthErrorAnswer } from '../server/answers.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import type { OrgState } from '../state.ts';
import { randomToken } from './issue.ts';

/** How long a code can be redeemed, in milliseconds (Salesforce Help: 15 minutes). */
const CODE_LIFETIME = 15 * 60 * 1000;

/**
 * `GET /services/oauth2/authorize`: sends the browser back with a code, as the administrator. A real org would show its
 * login page and a consent page before.
 */
export function answerAuthorize({ query }: OrgRequest, org: OrgState): OrgAnswer {
  const clientId = query.get('client_id') ?? '';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (clientId === '') {
    return oauthErrorAnswer('invalid_client_id', 'client identifier invalid');
  }
  if (!URL.canParse(redirectUri) || !/^https?:\/\//i.test(redirectUri)) {
    return oauthErrorAnswer('redirect_uri_missing', 'redirect_uri must be provided');
  }
  const back = new URL(redirectUri);
  if (query.get('response_type') === 'code') {
    back.searchParams.set('code', issueCode(clientId, redirectUri, query.get('code_challenge') ?? undefined, org));
  } else {
    back.searchParams.set('error', 'unsupported_response_type');
    back.searchParams.set('error_description', 'response type not supported');
  }
  const state = query.get('state');
  if (state !== null) {
    back.searchParams.set('state', state);
  }
  return { status: 302, headers: { Location: back.href } };
}

function issueCode(clientId: string, redirectUri: string, codeChallenge: string | undefined, org: OrgState): string {
  const code = `aPrx${randomToken(48)}`;
  const expires = new Date(org.now().getTime() + CODE_LIFETIME);
  org.authorizationCodes.set(code, { userId: org.adminId, clientId, redirectUri, codeChallenge, expires });
  return code;
}
