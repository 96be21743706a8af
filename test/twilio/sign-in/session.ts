import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { welcomePage } from '../pages/welcome-page.ts';
import { redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { SignedInUser, TwilioState } from '../state.ts';

const COOKIE = 'frontline-session';

export const sessionRoutes: readonly Route[] = [{ site: 'login', method: 'GET', path: /^\/$/, handle: showApp }];

function showApp(request: TwilioRequest, { options, sessions }: TwilioState): TwilioAnswer {
  const user = sessions.get(cookieOf(request));
  return user === undefined ? redirectTo(`${options.loginUrl}/login`) : welcomePage(user);
}

/** Opens a session; returns the Set-Cookie header that carries it from the SAML endpoint's host to the app's. */
export function openSession(user: SignedInUser, { hostname }: TwilioRequest, twilio: TwilioState): string {
  const { loginUrl, secure } = twilio.options;
  const value = randomBytes(24).toString('base64url');
  twilio.sessions.set(value, user);
  const domain = sharedDomain(hostname, new URL(loginUrl).hostname);
  const attributes = [
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(secure ? ['Secure'] : []),
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
  ];
  return [`${COOKIE}=${value}`, ...attributes].join('; ');
}

/** The domain right above two sibling hosts: `twilio.com`. Undefined when they are one host, or no siblings. */
function sharedDomain(left: string, right: string): string | undefined {
  const parent = (host: string): string => host.slice(host.indexOf('.') + 1);
  const domain = parent(left);
  const isShared = left !== right && domain === parent(right) && domain.includes('.') && isIP(left) === 0;
  return isShared ? domain : undefined;
}

function cookieOf({ headers }: TwilioRequest): string {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}
