import { usefulIdentityProvider } from '../identity-provider.ts';
import { formOf, redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import { checkResponse } from '../sign-in/check-response.ts';
import { openSession } from '../sign-in/session-cookie.ts';
import type { TwilioState } from '../state.ts';
import { noCertificate } from '../twilio-error.ts';
import { admitToFlex } from './admit.ts';
import { DESKTOP_URL, flexCookie } from './app.ts';

export const flexReceiveRoutes: readonly Route[] = [
  { site: 'flex-login', method: 'POST', path: /^\/login\/callback$/, handle: receiveResponse },
];

/**
 * The assertion consumer service: a valid response opens a session, and leads to the app that asked for the sign-in. The
 * code that the app then gets a token for (OAuth) is left out.
 */
async function receiveResponse(request: TwilioRequest, twilio: TwilioState): Promise<TwilioAnswer> {
  const { flex, options } = twilio;
  const connection = request.query.get('connection') ?? '';
  if (connection !== options.ssoProfileSid) {
    // Inferred from what Frontline says of another realm.
    throw noCertificate(connection);
  }
  const { entityId, acsUrl, settings, usedAssertions } = flex;
  const { issuer, certificate } = usefulIdentityProvider(settings, options.realmSid);
  const form = formOf(request);
  const relayState = form.get('RelayState') ?? '';
  const open = flex.openRequests.get(relayState);
  const terms = { entityId, acsUrl, issuer, certificate, requestId: open?.id, now: options.clock() };
  const response = await checkResponse(
    form.get('SAMLResponse'),
    { ...terms, switches: options.switches },
    { usedAssertions, unsolicited: takesUnsolicited(twilio) ? 'accepted' : 'refused' },
  );
  const user = admitToFlex(response, twilio);
  flex.openRequests.delete(relayState);
  usedAssertions.add(response.assertionId);
  const target = open?.redirectUrl ?? settings?.defaultRedirectUrl ?? new URL(DESKTOP_URL);
  return redirectTo(target.href, { 'Set-Cookie': openSession(flex.sessions, user, flexCookie(options), request) });
}

/** A sign-in that starts at the identity provider has to be led somewhere. */
function takesUnsolicited({ flex, options }: TwilioState): boolean {
  const { idpInitiated } = options.switches;
  return (
    idpInitiated === 'accepted' ||
    (idpInitiated === 'with-redirect-url' && flex.settings?.defaultRedirectUrl !== undefined)
  );
}
