import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { TwilioRequest } from '../server/route.ts';
import type { SignedInUser } from '../state.ts';

/** The cookie that carries a session from the host of the SAML endpoint to the app's. */
export type SessionCookie = { name: string; appHost: string; secure: boolean };

type Sessions = Map<string, SignedInUser>;

/** Opens a session; returns the Set-Cookie header for it. */
export function openSession(
  sessions: Sessions,
  user: SignedInUser,
  { name, appHost, secure }: SessionCookie,
  { hostname }: TwilioRequest,
): string {
  const value = randomBytes(24).toString('base64url');
  sessions.set(value, user);
  const domain = sharedDomain(hostname, appHost);
  const attributes = [
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(secure ? ['Secure'] : []),
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
  ];
  return [`${name}=${value}`, ...attributes].join('; ');
}

/** Who is signed in, or undefined. */
export function sessionOf(
  sessions: Sessions,
  { name }: SessionCookie,
  { headers }: TwilioRequest,
): SignedInUser | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const own = cookies.find((cookie) => cookie.startsWith(`${name}=`));
  return own === undefined ? undefined : sessions.get(own.slice(name.length + 1));
}

/** The longest domain that two hosts have in common: `twilio.com`. Undefined for one host, an address, or a bare suffix. */
function sharedDomain(left: string, right: string): string | undefined {
  if (left === right || isIP(left) !== 0 || isIP(right) !== 0) {
    return undefined;
  }
  const [ours, theirs] = [left.split('.'), right.split('.')];
  let length = 0;
  while (length < ours.length && ours.at(-length - 1) === theirs.at(-length - 1)) {
    length += 1;
  }
  return length < 2 ? undefined : ours.slice(-length).join('.');
}
