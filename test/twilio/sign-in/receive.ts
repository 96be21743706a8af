import { ResponseRejected } from '../saml/rejection.ts';
import { validateResponse, type ValidResponse } from '../saml/validate-response.ts';
import { formOf, redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { authenticationFailed, noCertificate, notFound, TwilioError } from '../twilio-error.ts';
import { admitUser } from './admit.ts';
import { openSession } from './session.ts';
import { usefulSettings } from './start.ts';

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
  if (realmSid !== twilio.options.realmSid) {
    throw noCertificate(realmSid);
  }
  const form = formOf(request);
  const samlResponse = form.get('SAMLResponse');
  const relayState = form.get('RelayState') ?? '';
  const terms = termsOf(twilio, twilio.openRequests.get(relayState));
  if (samlResponse === null) {
    throw new TwilioError(70002, 'SAMLResponse is missing');
  }
  const response = await validateResponse(samlResponse, terms).catch(refuse);
  refuseUnexpected(response, twilio);
  const user = admitUser(response, twilio);
  twilio.openRequests.delete(relayState);
  twilio.usedAssertions.add(response.assertionId);
  return redirectTo(`${twilio.options.loginUrl}/`, { 'Set-Cookie': openSession(user, request, twilio) });
}

/** @throws TwilioError 70251 while the Console's page holds nothing to check a response with. */
function termsOf(twilio: TwilioState, requestId: string | undefined): Parameters<typeof validateResponse>[1] {
  const { issuer, certificate } = usefulSettings(twilio);
  const { entityId, acsUrl, options } = twilio;
  return { entityId, acsUrl, issuer, certificate, requestId, now: options.clock(), switches: options.switches };
}

function refuse(error: unknown): never {
  throw error instanceof ResponseRejected ? authenticationFailed(error.message, error.cause) : error;
}

/**
 * Refuses a response that answers no request, unless such are accepted, and one that signs in a second time. Twilio's
 * texts are not known. The request of a response is answered once, so that the usual replay has failed before.
 */
function refuseUnexpected({ inResponseTo, assertionId }: ValidResponse, twilio: TwilioState): void {
  if (inResponseTo === undefined && twilio.options.switches.unsolicited === 'refused') {
    throw authenticationFailed('The Response answers no AuthNRequest of the SP');
  }
  if (twilio.usedAssertions.has(assertionId)) {
    throw authenticationFailed(`The Assertion ${assertionId} has been used before`);
  }
}
