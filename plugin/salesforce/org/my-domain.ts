import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { loginOf } from '../api/login.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { sendWithRetries } from '../api/transport.ts';

/** The user of the login and the org's My Domain address, if the org gives them. */
export type RunningUser = { id?: string; email?: string; username?: string; customDomain?: string };

/**
 * Asks the org who is signed in (OpenID Connect user information). A login without the needed scope is refused, and
 * then nothing is known.
 */
export async function readRunningUser(connection: Connection): Promise<RunningUser> {
  const first = await askForUser(connection);
  const answer = isExpired(first) ? await askRefreshed(connection, first) : first;
  if ([401, 403, 404].includes(answer.statusCode)) {
    return {};
  }
  if (answer.statusCode !== 200) {
    const { host, pathname } = new URL(connection.instanceUrl);
    throw setupError('OrgAnswerUnexpected', { tokens: [host, 'no user information', answer.statusCode, pathname] });
  }
  const { user_id, email, preferred_username, urls } = JSON.parse(answer.body) as Partial<
    Record<'user_id' | 'email' | 'preferred_username', unknown>
  > & { urls?: { custom_domain?: unknown } | null };
  return {
    ...(isText(user_id) ? { id: user_id } : {}),
    ...(isText(email) ? { email } : {}),
    ...(isText(preferred_username) ? { username: preferred_username } : {}),
    ...(isWebAddress(urls?.custom_domain) ? { customDomain: withoutTrailingSlash(urls.custom_domain) } : {}),
  };
}

function askForUser(connection: Connection): Promise<HttpAnswer> {
  const request = {
    method: 'GET',
    url: `${withoutTrailingSlash(connection.instanceUrl)}/services/oauth2/userinfo`,
    headers: { Authorization: `Bearer ${connection.accessToken ?? ''}` },
  };
  return sendWithRetries(request, loginOf(connection));
}

/** Whether the session has ended. The org then answers with 403 and the words `Bad_OAuth_Token` (measured by clients). */
function isExpired({ statusCode, body }: HttpAnswer): boolean {
  return statusCode === 401 || (statusCode === 403 && PLATFORM.sessionExpired.test(body));
}

/**
 * The answer after the session was refreshed, if the login can. The client does that only for requests of its own, and
 * this is none.
 */
async function askRefreshed(connection: Connection, refused: HttpAnswer): Promise<HttpAnswer> {
  if (connection.getAuthInfo().isAccessTokenFlow()) {
    return refused;
  }
  try {
    await connection.refreshAuth();
  } catch {
    return refused;
  }
  return askForUser(connection);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether a value is an address that a browser can open. Every sign-in begins there. */
function isWebAddress(value: unknown): value is string {
  return isText(value) && /^https?:\/\/[^\s]+$/.test(value) && URL.canParse(value);
}

/**
 * The org's My Domain address without a trailing slash, for example `https://acme--uat.sandbox.my.salesforce.com`. The
 * login's address counts only if it has the form of a My Domain. Otherwise the org's answer counts.
 *
 * @returns undefined if neither gives it.
 */
export function myDomainOf(instanceUrl: string, { customDomain }: RunningUser): string | undefined {
  const { origin, hostname } = new URL(instanceUrl);
  return hostname.endsWith('.my.salesforce.com') ? origin : customDomain;
}

export function withoutTrailingSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
