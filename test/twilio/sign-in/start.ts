import { usefulIdentityProvider } from '../identity-provider.ts';
import { loginPage, unknownWorkspacePage } from '../pages/login-page.ts';
import { formOf, redirectTo, type Route, type TwilioAnswer, type TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { newRelayState, redirectUrl, writeAuthnRequest } from './authn-request.ts';

export const startRoutes: readonly Route[] = [
  { site: 'login', method: 'GET', path: /^\/login$/, handle: () => loginPage() },
  { site: 'login', method: 'POST', path: /^\/login$/, handle: startSignIn },
];

/** Sends a browser to the identity provider of a workspace, whose ID is not case-sensitive. */
function startSignIn(request: TwilioRequest, twilio: TwilioState): TwilioAnswer {
  const { settings, options } = twilio;
  const { ssoUrl } = usefulIdentityProvider(settings, options.realmSid);
  const workspaceId = formOf(request).get('workspaceId')?.trim() ?? '';
  if (workspaceId.toLowerCase() !== settings?.workspaceId.toLowerCase()) {
    return unknownWorkspacePage(workspaceId);
  }
  const authnRequest = writeAuthnRequest(twilio, ssoUrl, { form: options.switches.request, now: options.clock() });
  const relayState = newRelayState();
  twilio.openRequests.set(relayState, authnRequest.id);
  return redirectTo(redirectUrl(ssoUrl, authnRequest, relayState));
}
