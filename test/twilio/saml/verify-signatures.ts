import { SAML, ValidateInResponseTo, type Profile } from '@node-saml/node-saml';
import { ResponseRejected } from './rejection.ts';
import type { SignedElements } from './signed-elements.ts';
import type { ResponseTerms } from './terms.ts';
import { select, selectAll, SIGNATURE, text } from './xml.ts';

const DEPRECATED = ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#dsa-sha1'];

/**
 * Has @node-saml/node-saml verify every signature of a response with the pasted certificate, and read what is signed.
 *
 * @param samlResponse Base64, as it was posted.
 * @throws ResponseRejected with the library's error as its cause.
 */
export async function verifySignatures(
  samlResponse: string,
  response: Element,
  signed: SignedElements,
  terms: ResponseTerms,
): Promise<Profile> {
  for (const signature of selectAll(response, SIGNATURE, 'Signature')) {
    checkSignature(signature, terms);
  }
  const library = new SAML({
    callbackUrl: terms.acsUrl,
    issuer: terms.entityId,
    audience: terms.entityId,
    idpCert: terms.certificate.toString(),
    wantAuthnResponseSigned: signed.response,
    wantAssertionsSigned: signed.assertion,
    // The library cannot be told the time, and looks into no Destination, Recipient or Issuer: all that is checked before.
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
  });
  const { profile } = await library.validatePostResponseAsync({ SAMLResponse: samlResponse }).catch(rejectSignature);
  return profile ?? rejectSignature(new Error('no profile'));
}

/** java-saml wants the certificate inside a signature, where there is one, to be the pasted one. */
function checkSignature(signature: Element, { certificate, switches }: ResponseTerms): void {
  for (const method of select(signature, [SIGNATURE, 'SignedInfo'], [SIGNATURE, 'SignatureMethod'])) {
    const algorithm = method.getAttribute('Algorithm') ?? '';
    if (switches.sha1 === 'refused' && DEPRECATED.includes(algorithm)) {
      rejectSignature(new Error(`deprecated algorithm ${algorithm}`));
    }
  }
  for (const inside of selectAll(signature, SIGNATURE, 'X509Certificate')) {
    if (!Buffer.from(text(inside), 'base64').equals(certificate.raw)) {
      rejectSignature(new Error('the certificate inside the signature is not the saved one'));
    }
  }
}

function rejectSignature(cause: unknown): never {
  throw new ResponseRejected('Signature validation failed. SAML Response rejected', { cause });
}
