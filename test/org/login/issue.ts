import { createHash, randomBytes } from 'node:crypto';
import type { OrgState } from '../state.ts';
import { openSession } from './sessions.ts';

/** A random text of letters, digits, `.` and `_`, which every client takes as a token. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '.');
}

/** A refresh token for a user of a client. */
export function issueRefreshToken(org: OrgState, userId: string, clientId: string): string {
  const refreshToken = `5Aep8${randomToken(60)}`;
  org.refreshTokens.set(refreshToken, { userId, clientId });
  return refreshToken;
}

/**
 * What the token endpoint answers when it lets somebody in (Salesforce Help, "OAuth 2.0 Web Server Flow"): a new session
 * and who it belongs to. Clients take org id and user id from the last two parts of `id`.
 */
export function tokenGrant(org: OrgState, userId: string, refreshToken: string | undefined): Record<string, string> {
  const { token } = openSession(org, userId);
  const id = identityUrl(org, userId);
  const issuedAt = String(org.now().getTime());
  return {
    access_token: token,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    signature: createHash('sha256').update(`${id}${issuedAt}`).digest('base64'),
    scope: 'refresh_token web api',
    instance_url: org.baseUrl,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  };
}

/** The address that stands for a user of the org. */
export function identityUrl(org: OrgState, userId: string): string {
  return `${org.baseUrl}/id/${org.organizationId}/${userId}`;
}
