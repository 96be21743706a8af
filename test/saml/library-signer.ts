import { SignedXml } from 'xml-crypto';
import { key } from './keys.ts';

const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/**
 * Signs an element of a document with xml-crypto, which shares no code with the test identity provider's template.
 * The signature comes directly behind the element's Issuer.
 *
 * @param localName `Assertion` or `Response`.
 */
function signWithLibrary(xml: string, localName: string): string {
  const signer = new SignedXml({
    privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicCert: key.certificatePem,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
  });
  const element = `//*[local-name(.)='${localName}']`;
  signer.addReference({
    xpath: element,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [ENVELOPED, EXCLUSIVE_C14N],
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${element}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signer.getSignedXml();
}

/** Makes both signatures: the Assertion's first, since the Response's signature covers it. */
export function signBoth(xml: string): string {
  return signWithLibrary(signWithLibrary(xml, 'Assertion'), 'Response');
}
