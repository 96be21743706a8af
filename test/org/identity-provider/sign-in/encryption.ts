import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { contentOf, type ResponseSwitches, type SignIn } from '../response.ts';
import { signElement } from '../response-signature.ts';
import { assertionXml, responseXml } from '../response-xml.ts';

/** The values of `encryptionType` in an app (Metadata API). */
export type EncryptionType = 'AES_128' | 'AES_256' | 'Triple_Des';

const XMLENC = 'http://www.w3.org/2001/04/xmlenc#';
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** Name in XML Encryption (section 5.2), name in node, bytes of key and of initialization vector. */
const CIPHERS: Record<EncryptionType, { name: string; cipher: string; keySize: number; blockSize: number }> = {
  AES_128: { name: 'aes128-cbc', cipher: 'aes-128-cbc', keySize: 16, blockSize: 16 },
  AES_256: { name: 'aes256-cbc', cipher: 'aes-256-cbc', keySize: 32, blockSize: 16 },
  Triple_Des: { name: 'tripledes-cbc', cipher: 'des-ede3-cbc', keySize: 24, blockSize: 8 },
};

/** Whether an app's `encryptionType` is one that the platform knows. */
export function isEncryptionType(type: string): type is EncryptionType {
  return Object.hasOwn(CIPHERS, type);
}

/**
 * A signed response whose assertion only the holder of a certificate can read: the assertion is signed, then encrypted,
 * then the response around it is signed. That both are signed is as without encryption; the platform's form of the
 * encrypted part is not known, this one is that of XML Encryption 1.0 with the usual key transport.
 *
 * @returns the value of the form field SAMLResponse.
 */
export function writeEncryptedResponse(
  signIn: SignIn,
  switches: ResponseSwitches,
  { certificatePem, type }: { certificatePem: string; type: EncryptionType },
): string {
  const content = contentOf(signIn, switches);
  const signing = {
    key: switches.signingKey ?? signIn.key,
    algorithm: switches.signingAlgorithm ?? 'sha256',
    keyInfo: switches.keyInfo ?? 'certificate',
  } as const;
  const assertion = signElement(assertionXml(content), { ...signing, prefixes: 'ds saml xs xsi' });
  const encrypted = encryptedAssertion(assertion, certificatePem, type);
  const response = signElement(responseXml(content, encrypted), { ...signing, prefixes: 'ds saml samlp xs xsi' });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${response}`).toString('base64');
}

function encryptedAssertion(assertion: string, certificatePem: string, type: EncryptionType): string {
  const { name, cipher, keySize, blockSize } = CIPHERS[type];
  const key = randomBytes(keySize);
  const vector = randomBytes(blockSize);
  const encipher = createCipheriv(cipher, key, vector);
  const data = Buffer.concat([vector, encipher.update(assertion, 'utf8'), encipher.final()]);
  const { publicKey } = new X509Certificate(certificatePem);
  const encryptedKey = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    key,
  );
  return [
    '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">',
    `<xenc:EncryptedData xmlns:xenc="${XMLENC}" Type="${XMLENC}Element">`,
    `<xenc:EncryptionMethod Algorithm="${XMLENC}${name}"/>`,
    `<ds:KeyInfo xmlns:ds="${XMLDSIG}"><xenc:EncryptedKey>`,
    `<xenc:EncryptionMethod Algorithm="${XMLENC}rsa-oaep-mgf1p"><ds:DigestMethod Algorithm="${XMLDSIG}sha1"/></xenc:EncryptionMethod>`,
    `<xenc:CipherData><xenc:CipherValue>${encryptedKey.toString('base64')}</xenc:CipherValue></xenc:CipherData>`,
    '</xenc:EncryptedKey></ds:KeyInfo>',
    `<xenc:CipherData><xenc:CipherValue>${data.toString('base64')}</xenc:CipherValue></xenc:CipherData>`,
    '</xenc:EncryptedData></saml:EncryptedAssertion>',
  ].join('');
}
