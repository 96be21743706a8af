import { createHash, sign, type KeyObject } from 'node:crypto';

export type SigningAlgorithm = 'sha1' | 'sha256';

/** The key pair that signs, with the certificate that names it. */
export type SigningKey = { certificatePem: string; privateKey: KeyObject };

export type SigningOptions = {
  key: SigningKey;
  algorithm: SigningAlgorithm;
  /** Whether the certificate travels inside the signature. */
  keyInfo: 'certificate' | 'none';
  /** Prefixes of InclusiveNamespaces; Salesforce names two that are not in scope. */
  prefixes: string;
};

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const ALGORITHMS: Record<SigningAlgorithm, { signature: string; digest: string }> = {
  sha1: { signature: `${SIGNATURE}rsa-sha1`, digest: `${SIGNATURE}sha1` },
  sha256: {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
};

/**
 * Signs an element in Salesforce's form and puts the signature directly behind the first Issuer: line breaks inside the
 * signature only, Base64 in lines of 76 characters (seen).
 *
 * @param xml the element alone, written so that {@link canonicalForm} can make its canonical form.
 */
export function signElement(xml: string, options: SigningOptions): string {
  const id = /^<[^<]*? ID="([^"]*)"/.exec(xml)?.[1] ?? '';
  const { digest } = ALGORITHMS[options.algorithm];
  const digestValue = createHash(options.algorithm).update(canonicalForm(xml)).digest('base64');
  const signedInfo = signedInfoXml(id, digest, digestValue, options);
  // Canonicalised alone, SignedInfo declares the prefix that Signature declares for it in the document.
  const canonical = canonicalForm(signedInfo.replace('<ds:SignedInfo>', `<ds:SignedInfo xmlns:ds="${SIGNATURE}">`));
  const value = sign(options.algorithm, Buffer.from(canonical), options.key.privateKey);
  const signature = [
    `<ds:Signature xmlns:ds="${SIGNATURE}">`,
    signedInfo,
    '<ds:SignatureValue>',
    lines(value.toString('base64')),
    '</ds:SignatureValue>',
    `${keyInfoXml(options)}</ds:Signature>`,
  ].join('\n');
  return xml.replace('</saml:Issuer>', () => `</saml:Issuer>${signature}`);
}

/** Exclusive canonical form of a text that is canonical but for its empty tags and carriage returns. */
export function canonicalForm(xml: string): string {
  return xml.replace(/<([^\s/>]+)((?: [^\s=]+="[^"]*")*)\/>/g, '<$1$2></$1>').replaceAll('&#13;', '&#xD;');
}

function signedInfoXml(id: string, digest: string, digestValue: string, options: SigningOptions): string {
  const inclusive = `<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE_C14N}" PrefixList="${options.prefixes}"/>`;
  return [
    '<ds:SignedInfo>',
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"/>`,
    `<ds:SignatureMethod Algorithm="${ALGORITHMS[options.algorithm].signature}"/>`,
    `<ds:Reference URI="#${id}">`,
    '<ds:Transforms>',
    `<ds:Transform Algorithm="${SIGNATURE}enveloped-signature"/>`,
    `<ds:Transform Algorithm="${EXCLUSIVE_C14N}">${inclusive}</ds:Transform>`,
    '</ds:Transforms>',
    `<ds:DigestMethod Algorithm="${digest}"/>`,
    `<ds:DigestValue>${digestValue}</ds:DigestValue>`,
    '</ds:Reference>',
    '</ds:SignedInfo>',
  ].join('\n');
}

function keyInfoXml({ key, keyInfo }: SigningOptions): string {
  if (keyInfo === 'none') {
    return '';
  }
  const der = key.certificatePem.replace(/-----[A-Z ]+-----|\s/g, '');
  return `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${lines(der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`;
}

function lines(base64: string): string {
  return (base64.match(/.{1,76}/g) ?? []).join('\n');
}
