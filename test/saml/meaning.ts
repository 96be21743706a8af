import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalization } from 'xml-crypto';
import { SIGNATURE } from '../../plugin/saml/namespaces.ts';
import { key } from './sign-in.ts';

/**
 * All that a service provider goes by, as a text: the response in exclusive canonical form without its signatures, and
 * of each signature where it stands, what it says, its value, and a certificate that is not the trusted one. Two
 * documents with one meaning differ in white space of tags and of Base64, in namespaces that nothing uses, or in
 * carrying the trusted certificate or none.
 *
 * Throws when the text is no XML.
 */
export function meaningOf(xml: string): string {
  const parser = new DOMParser({ errorHandler: refuseMalformed });
  const response = parser.parseFromString(xml, 'text/xml').documentElement;
  const signatures = Array.from(response.getElementsByTagNameNS(SIGNATURE, 'Signature')).map((signature) => {
    const place = signature.parentNode?.nodeName;
    signature.parentNode?.removeChild(signature);
    const partsOf = (name: string): Element[] => Array.from(signature.getElementsByTagNameNS(SIGNATURE, name));
    const signedInfos = partsOf('SignedInfo').map(canonical);
    const values = partsOf('SignatureValue').map(bytesOf);
    const certificates = partsOf('X509Certificate').map(bytesOf);
    return [place, signedInfos, values, certificates.filter((certificate) => certificate !== TRUSTED)];
  });
  return JSON.stringify([canonical(response), signatures]);
}

const TRUSTED = key.certificatePem.replace(/-----[^-]*-----|\s/g, '');

function canonical(element: Element): string {
  return new ExclusiveCanonicalization().process(element, {}).toString();
}

function bytesOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s/g, '');
}

function refuseMalformed(_level: string, message: string): never {
  throw new Error(message);
}
