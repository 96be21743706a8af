import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ASSERTION, PROTOCOL } from './reading/namespaces.ts';

/** A sign-in that the service provider starts. */
export type AuthnRequestSettings = {
  /** The identity provider's address for the HTTP-Redirect binding. It may have a query already. */
  destination: string;
  /** The ACS URL of the service provider: where the identity provider is to post its response. */
  acsUrl: string;
  /** Entity ID of the service provider. */
  entityId: string;
  /** Given back unchanged beside the response; at most 80 bytes by the standard (SAML Bindings 3.4.3). */
  relayState?: string;
  /** Becomes the IssueInstant, which is in UTC and has milliseconds. */
  now: Date;
  /** Source of the request's ID, which has 16 bytes. The default is the secure source of Node.js. */
  random?: ((bytes: number) => Uint8Array) | undefined;
};

/** A request to sign a user in, and how to send it. */
export type AuthnRequest = {
  /** What the response must name in InResponseTo: an underscore and 32 hexadecimal digits. Give it as `requestId`. */
  id: string;
  /** The AuthnRequest (SAML Core 3.4.1) as text, not signed. */
  xml: string;
  /** The address to open in a browser: the request in the HTTP-Redirect binding. */
  url: string;
};

const ID_BYTES = 16;

/**
 * Writes an unsigned AuthnRequest and its address in the HTTP-Redirect binding: raw DEFLATE, Base64, percent-encoding
 * (SAML Bindings 3.4.4.1). The ID begins with an underscore: an ID of digits alone is no XML ID, and responses to such
 * requests break the SAML schema (seen).
 *
 * @throws RangeError if `now` is no valid date.
 */
export function createAuthnRequest(settings: AuthnRequestSettings): AuthnRequest {
  const { destination, relayState, random = randomBytes } = settings;
  const id = `_${Buffer.from(random(ID_BYTES)).toString('hex')}`;
  const xml = authnRequestXml(id, settings);
  const parameters = [`SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`];
  if (relayState !== undefined) {
    parameters.push(`RelayState=${encodeURIComponent(relayState)}`);
  }
  const separator = destination.includes('?') ? '&' : '?';
  return { id, xml, url: `${destination}${separator}${parameters.join('&')}` };
}

function authnRequestXml(id: string, { destination, acsUrl, entityId, now }: AuthnRequestSettings): string {
  return [
    `<samlp:AuthnRequest xmlns:samlp="${PROTOCOL}" ID="${id}" Version="2.0" IssueInstant="${now.toISOString()}"`,
    ` Destination="${escapeXml(destination)}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"`,
    ` AssertionConsumerServiceURL="${escapeXml(acsUrl)}">`,
    `<saml:Issuer xmlns:saml="${ASSERTION}">${escapeXml(entityId)}</saml:Issuer></samlp:AuthnRequest>`,
  ].join('');
}

/** Escapes for text and for attribute values alike; white space other than blanks would be normalised away. */
function escapeXml(value: string): string {
  return value.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
