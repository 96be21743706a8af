import { randomBytes } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { SavedSettings } from '../console-form.ts';
import { loginPage, unknownWorkspacePage } from '../pages/login-page.ts';
import { formOf, redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { noCertificate, TwilioError } from '../twilio-error.ts';
import { redirectUrl, writeAuthnRequest } from './authn-request.ts';

/** Settings with which somebody can sign in. */
export type UsefulSettings = SavedSettings & { ssoUrl: URL; certificate: X509Certificate };

/** Bytes of a RelayState; Twilio's is a long encrypted blob (seen). */
const RELAY_STATE_BYTES = 192;

export const startRoutes: readonly Route[] = [
  { site: 'login', method: 'GET', path: /^\/login$/, handle: () => loginPage() },
  { site: 'login', method: 'POST', path: /^\/login$/, handle: startSignIn },
];

/**
 * The settings, if they are of any use.
 *
 * @throws TwilioError 70251
 */
export function usefulSettings({ settings, options }: TwilioState): UsefulSettings {
  if (settings?.certificate === undefined) {
    throw noCertificate(options.realmSid);
  }
  const { ssoUrl, certificate } = settings;
  if (ssoUrl === undefined) {
    // The dictionary names malformed URLs as a cause; the text is not known.
    throw new TwilioError(70251, `no valid SSO URL for identity realm ${options.realmSid}`);
  }
  return { ...settings, ssoUrl, certificate };
}

/** Sends a browser to the identity provider of a workspace, whose ID is not case-sensitive. */
function startSignIn(request: TwilioRequest, twilio: TwilioState): TwilioAnswer {
  const settings = usefulSettings(twilio);
  const workspaceId = formOf(request).get('workspaceId')?.trim() ?? '';
  if (workspaceId.toLowerCase() !== settings.workspaceId.toLowerCase()) {
    return unknownWorkspacePage(workspaceId);
  }
  const authnRequest = writeAuthnRequest(twilio, settings.ssoUrl);
  const relayState = randomBytes(RELAY_STATE_BYTES).toString('base64');
  twilio.openRequests.set(relayState, authnRequest.id);
  return redirectTo(redirectUrl(settings.ssoUrl, authnRequest, relayState));
}
