import { randomBytes } from 'node:crypto';
import { signElement, type SigningAlgorithm, type SigningKey, type SigningOptions } from './response-signature.ts';
import { assertionXml, responseXml, type ResponseAttribute, type ResponseContent } from './response-xml.ts';

/** A sign-in that the org answers with a response. */
export type SignIn = {
  issuer: string;
  acsUrl: string;
  entityId: string;
  /** What the app's subject type gives for this user. */
  nameId: string;
  /** In the order in which they are written: userId, username, email, is_portal_user, then the custom ones. */
  attributes: ResponseAttribute[];
  /** ID of the AuthnRequest; absent when the sign-in started at the org. */
  inResponseTo?: string | undefined;
  now: Date;
  key: SigningKey;
};

/** How a response may differ from the usual one, so that a sign-in that goes wrong can be shown. */
export type ResponseSwitches = {
  signingAlgorithm?: SigningAlgorithm;
  /** Which elements are signed; Salesforce signs both. */
  signatures?: 'both' | 'response' | 'assertion' | 'none';
  /** Another key pair that signs in place of the app's. */
  signingKey?: SigningKey;
  /** A certificate inside the signature that is not the one that fits its key. */
  certificateInside?: string;
  keyInfo?: 'certificate' | 'none';
  /** Milliseconds that the org's clock is ahead; negative when it is behind. */
  clockShift?: number;
  /** An issuer in place of the app's. */
  issuer?: string;
  nameIdFormat?: string;
};

export type WrittenResponse = {
  responseId: string;
  assertionId: string;
  /** The whole document with its XML declaration. */
  xml: string;
  /** The value of the form field SAMLResponse. */
  samlResponse: string;
};

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** Writes and signs a response in the form of Salesforce's own, byte for byte (seen in two captured responses). */
export function writeResponse(signIn: SignIn, switches: ResponseSwitches = {}): WrittenResponse {
  const content = contentOf(signIn, switches);
  const signatures = switches.signatures ?? 'both';
  const options = signingOptions(signIn, switches);
  const plainAssertion = assertionXml(content);
  const assertion =
    signatures === 'both' || signatures === 'assertion'
      ? signElement(plainAssertion, { ...options, prefixes: 'ds saml xs xsi' })
      : plainAssertion;
  const plainResponse = responseXml(content, assertion);
  const response =
    signatures === 'both' || signatures === 'response'
      ? signElement(plainResponse, { ...options, prefixes: 'ds saml samlp xs xsi' })
      : plainResponse;
  const xml = DECLARATION + response;
  const { responseId, assertionId } = content;
  return { responseId, assertionId, xml, samlResponse: Buffer.from(xml).toString('base64') };
}

/** What the response will say. */
export function contentOf(signIn: SignIn, switches: ResponseSwitches): ResponseContent {
  const issued = new Date(signIn.now.getTime() + (switches.clockShift ?? 0));
  return {
    responseId: newSamlId(issued),
    assertionId: newSamlId(issued),
    issuer: switches.issuer ?? signIn.issuer,
    acsUrl: signIn.acsUrl,
    entityId: signIn.entityId,
    nameId: signIn.nameId,
    nameIdFormat: switches.nameIdFormat ?? UNSPECIFIED,
    inResponseTo: signIn.inResponseTo,
    issued,
    attributes: signIn.attributes,
  };
}

/** An underscore, 32 hexadecimal digits and the time in 13 digits (seen). */
function newSamlId(time: Date): string {
  return `_${randomBytes(16).toString('hex')}${time.getTime()}`;
}

function signingOptions(signIn: SignIn, switches: ResponseSwitches): Omit<SigningOptions, 'prefixes'> {
  const key = switches.signingKey ?? signIn.key;
  return {
    key: { privateKey: key.privateKey, certificatePem: switches.certificateInside ?? key.certificatePem },
    algorithm: switches.signingAlgorithm ?? 'sha256',
    keyInfo: switches.keyInfo ?? 'certificate',
  };
}
