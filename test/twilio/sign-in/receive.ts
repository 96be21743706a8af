import { usefulIdentityProvider } from '../identity-provider.ts';
import { formOf, redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { noCertificate, notFound } from '../twilio-error.ts';
import { admitUser } from './admit.ts';
import { checkResponse } from './check-response.ts';
import { openSession } from './session-cookie.ts';
import { frontlineCookie } from './session.ts';

export const receiveRoutes: readonly Route[] = [
  { site: 'iam', method: 'POST', path: /^\/v2\/saml2\/authenticate\/(JB[0-9a-f]{32})$/i, handle: receiveResponse },
  { site: 'iam', method: 'GET', path: /^\/v2\/saml2\/metadata\/JB[0-9a-f]{32}$/i, handle: refuseMetadata },
];

/** The Entity ID is a name, no address: of the older sibling Twilio says that its metadata is not exposed. */
function refuseMetadata({ path }: TwilioRequest): never {
  throw notFound(path);
}

/** The assertion consumer service: a valid response opens a session and leads to the app. */
async function receiveResponse(request: TwilioRequest, twilio: TwilioState, realmSid: string): Promise<TwilioAnswer> {
  const { entityId, acsUrl, options, usedAssertions, openRequests, sessions } = twilio;
  if (realmSid !== options.realmSid) {
    throw noCertificate(realmSid);
  }
  const { switches } = options;
  const { issuer, certificate } = usefulIdentityProvider(twilio.settings, realmSid);
  const form = formOf(request);
  const relayState = form.get('RelayState') ?? '';
  const requestId = openRequests.get(relayState);
  const terms = { entityId, acsUrl, issuer, certificate, requestId, now: options.clock(), switches };
  const response = await checkResponse(form.get('SAMLResponse'), terms, {
    usedAssertions,
    unsolicited: switches.unsolicited,
  });
  const user = admitUser(response, twilio);
  openRequests.delete(relayState);
  usedAssertions.add(response.assertionId);
  const cookie = openSession(sessions, user, frontlineCookie(options), request);
  return redirectTo(`${options.loginUrl}/`, { 'Set-Cookie': cookie });
}
