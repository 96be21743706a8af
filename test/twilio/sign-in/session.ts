import type { Settled } from '../options.ts';
import { welcomePage } from '../pages/welcome-page.ts';
import { redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { sessionOf, type SessionCookie } from './session-cookie.ts';

export const sessionRoutes: readonly Route[] = [{ site: 'login', method: 'GET', path: /^\/$/, handle: showApp }];

/** The cookie of a session at the Frontline app. */
export function frontlineCookie({ loginUrl, secure }: Settled): SessionCookie {
  return { name: 'frontline-session', appHost: new URL(loginUrl).hostname, secure };
}

function showApp(request: TwilioRequest, { options, sessions }: TwilioState): TwilioAnswer {
  const user = sessionOf(sessions, frontlineCookie(options), request);
  return user === undefined ? redirectTo(`${options.loginUrl}/login`) : welcomePage('Frontline', user);
}
