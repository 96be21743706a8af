import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { AuthnRequest } from './authn-request.ts';

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** Algorithms of the HTTP-Redirect binding, and what node calls their digests. */
const DIGESTS: Record<string, string> = {
  [`${SIGNATURE}rsa-sha1`]: 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'sha512',
};

/**
 * Whether the address of a request in the HTTP-Redirect binding is signed with the key of a certificate. The signature
 * is made over the parameters as they were sent, in a fixed order (SAML Bindings, section 3.4.4.1).
 *
 * @param rawQuery the query without the question mark, not decoded.
 */
export function isSignedQuery(rawQuery: string, certificate: string): boolean {
  const key = keyOf(certificate);
  const sent = new Map(rawQuery.split('&').map((pair): [string, string] => [pair.replace(/=.*$/s, ''), pair]));
  const value = (name: string): string => new URLSearchParams(sent.get(name) ?? '').get(name) ?? '';
  const digest = DIGESTS[value('SigAlg')];
  if (key === undefined || digest === undefined) {
    return false;
  }
  const signed = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => sent.get(name) ?? []).join('&');
  return verify(digest, Buffer.from(signed), key, Buffer.from(value('Signature'), 'base64'));
}

/** Whether a request of the HTTP-POST binding carries one signature over the whole of it, made with the certificate's key. */
export function isSignedDocument({ xml, id }: AuthnRequest, certificate: string): boolean {
  const key = keyOf(certificate);
  try {
    return key !== undefined && isSignedWhole(xml, id, key);
  } catch {
    // The library throws for a value that does not fit, and for much that is no signature at all.
    return false;
  }
}

function isSignedWhole(xml: string, id: string, key: KeyObject): boolean {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  const signatures = Array.from(root.getElementsByTagNameNS(SIGNATURE, 'Signature'));
  const [signature] = signatures;
  if (signature === undefined || signatures.length > 1 || signature.parentNode !== root) {
    return false;
  }
  const publicCert = key.export({ type: 'spki', format: 'pem' });
  const library = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
  library.loadSignature(signature);
  const references = library.getReferences().map(({ uri }) => uri);
  return references.length === 1 && references[0] === `#${id}` && library.checkSignature(xml);
}

/** The key of the app's certificate, whose PEM may come without its first and last line. */
function keyOf(certificate: string): KeyObject | undefined {
  const base64 = certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).publicKey;
  } catch {
    return undefined;
  }
}
