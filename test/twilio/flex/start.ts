import { createHash, randomBytes } from 'node:crypto';
import { readWebAddress, usefulIdentityProvider } from '../identity-provider.ts';
import { redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import { newRelayState, redirectUrl, writeAuthnRequest } from '../sign-in/authn-request.ts';
import type { TwilioState } from '../state.ts';
import { notFound, TwilioError } from '../twilio-error.ts';

/** Where a sign-in starts, for every app that Twilio trusts; nobody has to be known. */
const AUTHORIZE = 'https://services.twilio.com/v1/Flex/Authorize';

export const FLEX_APP = 'https://flex.twilio.com';

export const flexStartRoutes: readonly Route[] = [
  { site: 'flex-authorize', method: 'GET', path: /^\/v1\/Flex\/Authorize$/, handle: startSignIn },
];

/** The address that starts a sign-in to an app, as the Flex UI asks for it (parameters seen). */
export function authorizeUrl(ssoProfileSid: string, redirect: string): string {
  const codeChallenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
  const nonce = randomBytes(8).toString('hex');
  return `${AUTHORIZE}?${String(new URLSearchParams({ codeChallenge, nonce, redirectUrl: redirect, ssoProfileSid }))}`;
}

/**
 * Sends a browser to the identity provider.
 *
 * @throws TwilioError 70251 before the Console's page was saved (seen), 70002 for an address that is not trusted (seen at
 * the older endpoint; the text is not known), 20404 for another profile (inferred).
 */
function startSignIn({ query, path }: TwilioRequest, twilio: TwilioState): TwilioAnswer {
  const { flex, options } = twilio;
  if (query.get('ssoProfileSid') !== options.ssoProfileSid) {
    throw notFound(path);
  }
  const { ssoUrl } = usefulIdentityProvider(flex.settings, options.realmSid);
  const redirect = readWebAddress(query.get('redirectUrl') ?? '');
  if (redirect === undefined || !isTrusted(redirect, twilio)) {
    throw new TwilioError(70002, 'The redirect URL is not trusted');
  }
  const request = writeAuthnRequest(flex, ssoUrl, { form: options.switches.flexRequest, now: options.clock() });
  const relayState = newRelayState();
  flex.openRequests.set(relayState, { id: request.id, redirectUrl: redirect });
  return redirectTo(redirectUrl(ssoUrl, request, relayState));
}

/** A Trusted URL stands for the addresses below it too (inferred from the examples of Twilio's guide). */
function isTrusted(url: URL, { flex }: TwilioState): boolean {
  const trusted = [new URL(FLEX_APP), ...(flex.settings?.trustedUrls ?? [])];
  return trusted.some(
    ({ origin, pathname }) => url.origin === origin && `${url.pathname}/`.startsWith(pathname.replace(/\/?$/, '/')),
  );
}
