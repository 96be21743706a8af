import { randomBytes } from 'node:crypto';
import { openSession, validSession } from '../../login/sessions.ts';
import type { OrgRequest } from '../../server/route.ts';
import type { OrgState, Session } from '../../state.ts';

/** Sessions that a page still stands before: the login is not complete until the user has done what it asks. */
const interrupted = new WeakMap<OrgState, Set<string>>();

/** The session that the cookies of a request show, or undefined. It may be an interrupted one. */
export function sessionOf(request: OrgRequest, org: OrgState): Session | undefined {
  return validSession(org, cookieNamed('sid', request) ?? '');
}

/** Whether a page stands between a session and everything else. */
export function isInterrupted(org: OrgState, { token }: Session): boolean {
  return interrupted.get(org)?.has(token) ?? false;
}

/** Lets an interrupted session pass. */
export function completeLogin(org: OrgState, { token }: Session): void {
  interrupted.get(org)?.delete(token);
}

/** Opens a session for a user who signed in, and gives the cookies that stand for it. */
export function signInBrowser(org: OrgState, userId: string): string[] {
  return takeOverSession(org, openSession(org, userId));
}

/** The cookies that carry an existing session; where the options say so it is an interrupted one from now on. */
export function takeOverSession(org: OrgState, { token }: Session): string[] {
  if (org.options.loginInterruption !== 'none') {
    interrupted.set(org, (interrupted.get(org) ?? new Set<string>()).add(token));
  }
  return [
    cookie(org, 'sid', token),
    cookie(org, 'BrowserId', randomBytes(16).toString('base64url'), 'Max-Age=31536000'),
  ];
}

/** Ends a session, and gives the cookie that makes a browser forget it. */
export function endSession(org: OrgState, session: Session): string[] {
  session.expired = true;
  return [cookie(org, 'sid', 'deleted', 'Expires=Thu, 01 Jan 1970 00:00:01 GMT')];
}

/**
 * Over HTTPS the cookies come along when another site posts a request for a sign-in, as those of the platform do (seen);
 * browsers allow that for `Secure` ones alone.
 */
function cookie({ baseUrl }: OrgState, name: string, value: string, ...attributes: string[]): string {
  const transport = baseUrl.startsWith('https:') ? ['Secure', 'SameSite=None'] : ['SameSite=Lax'];
  return [`${name}=${value}`, 'Path=/', 'HttpOnly', ...transport, ...attributes].join('; ');
}

function cookieNamed(name: string, { headers }: OrgRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
