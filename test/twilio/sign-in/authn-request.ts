import { randomBytes, randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { RequestForm } from '../options.ts';

/** A request for the identity provider, and the ID by which its answer is known. */
export type AuthnRequest = { id: string; xml: string };

/** Bytes of a RelayState; Twilio's is a long encrypted blob (seen). */
const RELAY_STATE_BYTES = 192;

export function newRelayState(): string {
  return randomBytes(RELAY_STATE_BYTES).toString('base64');
}

/** Writes an AuthnRequest as java-saml writes it, with what was seen in a real request of Twilio's filled in. */
export function writeAuthnRequest(
  { entityId, acsUrl }: { entityId: string; acsUrl: string },
  ssoUrl: URL,
  { form, now }: { form: RequestForm; now: Date },
): AuthnRequest {
  const { idPrefix, nameIdFormat, authnContext } = form;
  const id = idPrefix + randomUUID();
  const policy =
    nameIdFormat === undefined ? '' : `<samlp:NameIDPolicy Format="${escapeXml(nameIdFormat)}" AllowCreate="true" />`;
  const context =
    authnContext === undefined
      ? ''
      : '<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>' +
        `${escapeXml(authnContext)}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>`;
  const xml = [
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
    ` xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${escapeXml(id)}" Version="2.0"`,
    ` IssueInstant="${now.toISOString()}" ProviderName="Twilio" Destination="${escapeXml(ssoUrl.href)}"`,
    ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"',
    ` AssertionConsumerServiceURL="${escapeXml(acsUrl)}">`,
    `<saml:Issuer>${escapeXml(entityId)}</saml:Issuer>${policy}${context}</samlp:AuthnRequest>`,
  ].join('');
  return { id, xml };
}

/** The address that takes a request to the identity provider, unsigned (SAML 2.0 Bindings 3.4, HTTP-Redirect). */
export function redirectUrl(ssoUrl: URL, { xml }: AuthnRequest, relayState: string): string {
  const url = new URL(ssoUrl);
  url.searchParams.append('SAMLRequest', deflateRawSync(xml).toString('base64'));
  url.searchParams.append('RelayState', relayState);
  return url.href;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
