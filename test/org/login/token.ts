import { createHash } from 'node:crypto';
import { jsonAnswer, oauthErrorAnswer } from '../server/answers.ts';
import { findRow } from '../database/rows.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import type { OrgState } from '../state.ts';
import { issueRefreshToken, tokenGrant } from './issue.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** `POST /services/oauth2/token`: a session for an assertion, a code or a refresh token. */
export function answerToken(request: OrgRequest, org: OrgState): OrgAnswer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  switch (form.get('grant_type')) {
    case JWT_BEARER:
      return redeemAssertion(form.get('assertion') ?? '', org);
    case 'authorization_code':
      return redeemCode(form, org);
    case 'refresh_token':
      return redeemRefreshToken(form, org);
    default:
      return oauthErrorAnswer('unsupported_grant_type', 'grant type not supported');
  }
}

/**
 * The JWT bearer flow (RFC 7523). Any well-formed assertion whose subject is a user of the org is taken; the signature
 * is not checked, for the org holds no app with a certificate for it. The CLI sends `exp` in milliseconds, far in the
 * future, and audiences of other hosts: neither is a reason to refuse.
 */
function redeemAssertion(assertion: string, org: OrgState): OrgAnswer {
  const claims = claimsOf(assertion);
  if (claims === undefined) {
    return oauthErrorAnswer('invalid_grant', 'invalid assertion');
  }
  if (typeof claims['iss'] !== 'string' || claims['iss'] === '') {
    return oauthErrorAnswer('invalid_client_id', 'client identifier invalid');
  }
  const user = typeof claims['sub'] === 'string' ? findRow(org, 'User', { Username: claims['sub'] }) : undefined;
  if (user === undefined) {
    return oauthErrorAnswer('invalid_grant', "user hasn't approved this consumer");
  }
  return grantTo(user.Id, undefined, org);
}

function claimsOf(assertion: string): Record<string, unknown> | undefined {
  const parts = assertion.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) {
    return undefined;
  }
  const [header, claims] = parts.slice(0, 2).map(objectIn);
  return header?.['alg'] === 'RS256' ? claims : undefined;
}

function objectIn(base64url: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The web login: a code is good once, for the client and address it was made for, with the PKCE verifier (RFC 7636). */
function redeemCode(form: URLSearchParams, org: OrgState): OrgAnswer {
  const value = form.get('code') ?? '';
  const code = org.authorizationCodes.get(value);
  if (code === undefined) {
    return oauthErrorAnswer('invalid_grant', 'invalid authorization code');
  }
  if (code.clientId !== form.get('client_id')) {
    return oauthErrorAnswer('invalid_client_id', 'client identifier invalid');
  }
  if (code.redirectUri !== form.get('redirect_uri')) {
    return oauthErrorAnswer('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  org.authorizationCodes.delete(value);
  if (code.expires <= org.now()) {
    return oauthErrorAnswer('invalid_grant', 'expired authorization code');
  }
  if (code.codeChallenge !== undefined && code.codeChallenge !== challengeOf(form.get('code_verifier') ?? '')) {
    return oauthErrorAnswer('invalid_grant', 'invalid code verifier');
  }
  return grantTo(code.userId, issueRefreshToken(org, code.userId, code.clientId), org);
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** A refresh. With rotation on, the answer brings another refresh token and the old one is worth nothing. */
function redeemRefreshToken(form: URLSearchParams, org: OrgState): OrgAnswer {
  const value = form.get('refresh_token') ?? '';
  const known = org.refreshTokens.get(value);
  if (known === undefined) {
    return oauthErrorAnswer('invalid_grant', 'expired access/refresh token');
  }
  if (known.clientId !== form.get('client_id')) {
    return oauthErrorAnswer('invalid_client_id', 'client identifier invalid');
  }
  if (org.options.refreshTokenRotation === 'off') {
    return grantTo(known.userId, undefined, org);
  }
  org.refreshTokens.delete(value);
  return grantTo(known.userId, issueRefreshToken(org, known.userId, known.clientId), org);
}

function grantTo(userId: string, refreshToken: string | undefined, org: OrgState): OrgAnswer {
  if (findRow(org, 'User', { Id: userId })?.['IsActive'] !== true) {
    return oauthErrorAnswer('inactive_user', 'user is inactive');
  }
  return jsonAnswer(tokenGrant(org, userId, refreshToken));
}
