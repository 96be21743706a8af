import type { Settled } from '../options.ts';
import { flexLoginPage } from '../pages/login-page.ts';
import { welcomePage } from '../pages/welcome-page.ts';
import { redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import { sessionOf, type SessionCookie } from '../sign-in/session-cookie.ts';
import type { TwilioState } from '../state.ts';
import { notFound } from '../twilio-error.ts';
import { authorizeUrl, FLEX_APP } from './start.ts';

export const DESKTOP_URL = `${FLEX_APP}/agent-desktop`;

export const appRoutes: readonly Route[] = [
  { site: 'flex', method: 'GET', path: /^\/agent-desktop$/, handle: showDesktop },
  { site: 'flex', method: 'GET', path: /^\/([a-z0-9-]+)$/i, handle: followLoginLink },
];

/** The link that the Console shows after saving. */
export function loginLinkOf({ account }: Settled): string {
  return `${FLEX_APP}/${account.runtimeDomain}`;
}

/** The cookie of a session, which is for both hosts of Flex. */
export function flexCookie({ secure }: Settled): SessionCookie {
  return { name: 'flex-session', appHost: new URL(FLEX_APP).hostname, secure };
}

function showDesktop(request: TwilioRequest, { flex, options }: TwilioState): TwilioAnswer {
  const user = sessionOf(flex.sessions, flexCookie(options), request);
  return user === undefined ? flexLoginPage(loginLinkOf(options)) : welcomePage('Flex', user);
}

/** The login link starts a sign-in at once (Twilio's guide), unless somebody is signed in. */
function followLoginLink(request: TwilioRequest, { flex, options }: TwilioState, runtimeDomain: string): TwilioAnswer {
  if (runtimeDomain !== options.account.runtimeDomain) {
    throw notFound(request.path);
  }
  const isSignedIn = sessionOf(flex.sessions, flexCookie(options), request) !== undefined;
  return redirectTo(isSignedIn ? DESKTOP_URL : authorizeUrl(options.ssoProfileSid, DESKTOP_URL));
}
