import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { explicit, implicit, objectIdentifier, octetString, sequence, trueValue } from './certificate-der.ts';
import { newKeyPair, stockedKeyPair, type KeyPair, type KeySize } from './key-stock.ts';
import { certificatePem, distinguishedName } from './x509.ts';

/** The values that a certificate of the org is made from. */
export type CertificateRequest = {
  /** The unique name in Setup, never the label (seen in all six certificates for which the two differ). */
  commonName: string;
  /** 15 or 18 characters; the certificate carries 15. */
  organizationId: string;
  keySize: KeySize;
  /** The time of creation, to the second. The certificate is valid from then on. */
  created: Date;
};

export type OrgCertificate = { certificatePem: string; privateKey: KeyObject; notBefore: Date; notAfter: Date };

/** From when on certificates have what they had not before (4 of 4 and 3 of 3 seen; the days are inferred). */
const WITH_COUNTRY_US = new Date('2026-03-01T00:00:00Z');
const WITH_ALTERNATIVE_NAME = new Date('2026-05-01T00:00:00Z');

/**
 * Makes a key pair and a self-signed certificate in the form of Salesforce's own. The form was read from 67 public
 * certificates: version 3, sha256WithRSAEncryption, a serial number of 14 bytes that begins with the time of creation,
 * an issuer that is the subject, and three extensions in this order. Before spring 2026 the country is `USA`, a
 * PrintableString of three letters (which strict readers complain about), and `US` since. Since May 2026 the unique name
 * is also an alternative name. The lifetime by key size is from Salesforce Help; all end at 00:00 or 12:00 UTC.
 */
export function makeCertificate({ commonName, organizationId, keySize, created }: CertificateRequest): OrgCertificate {
  const { publicKey, privateKey } = keyPairs(keySize);
  const notBefore = new Date(Math.floor(created.getTime() / 1000) * 1000);
  const notAfter = endOfLife(created, keySize);
  const name = distinguishedName({
    CN: commonName,
    OU: organizationId.slice(0, 15),
    O: 'Salesforce.com',
    L: 'San Francisco',
    ST: 'CA',
    C: created < WITH_COUNTRY_US ? 'USA' : 'US',
  });
  const serial = serialNumber(created);
  const parts = { serial, issuer: name, subject: name, notBefore, notAfter, publicKey, signer: privateKey };
  const alternativeName = created < WITH_ALTERNATIVE_NAME ? [] : [alternativeNameOf(commonName)];
  const pem = certificatePem({
    ...parts,
    extensions: sequence(...extensions(publicKey, name, serial), ...alternativeName),
  });
  return { certificatePem: pem, privateKey, notBefore, notAfter };
}

/** The name that Setup gives to a certificate that nobody named: `SelfSignedCert_24Apr2017_180044` (seen). */
export function defaultCertificateName(created: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(created.toUTCString()) ?? [];
  return `SelfSignedCert_${day}${month}${year}_${clock?.replaceAll(':', '')}`;
}

/**
 * From now on, certificates take their key pairs in turn from a small stock (`key-stock.ts`), which is one for the whole
 * process. This is for tests that make many certificates and do not look at their keys. Two certificates of one size that
 * are made in a row still differ.
 *
 * @param size how many key pairs of each size are used, at least two.
 * @returns a function that restores the earlier way of making key pairs.
 */
export function reuseKeyPairs(size: number): () => void {
  const before = keyPairs;
  const count = Math.max(size, 2);
  const last = new Map<KeySize, number>();
  keyPairs = (keySize) => {
    const index = ((last.get(keySize) ?? 0) + 1) % count;
    last.set(keySize, index);
    return stockedKeyPair(keySize, index);
  };
  return () => {
    keyPairs = before;
  };
}

/** A key pair of the org, from the stock if there is one. */
export function makeKeyPair(keySize: KeySize): KeyPair {
  return keyPairs(keySize);
}

let keyPairs: (keySize: KeySize) => KeyPair = newKeyPair;

function endOfLife(created: Date, keySize: KeySize): Date {
  const end = new Date(created);
  end.setUTCFullYear(end.getUTCFullYear() + (keySize === 4096 ? 2 : 1));
  end.setUTCHours(end.getUTCHours() < 12 ? 0 : 12, 0, 0, 0);
  return end;
}

/** Six bytes of milliseconds, four zeros, four random bytes whose top bit is clear. */
function serialNumber(created: Date): Buffer {
  const milliseconds = Buffer.alloc(6);
  milliseconds.writeUIntBE(created.getTime(), 0, 6);
  const random = randomBytes(4);
  random.writeUInt8((random[0] ?? 0) & 0x7f, 0);
  return Buffer.concat([milliseconds, Buffer.alloc(4), random]);
}

function extensions(publicKey: KeyObject, issuer: Buffer, serial: Buffer): Buffer[] {
  const keyIdentifier = createHash('sha1')
    .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
    .digest();
  const authority = sequence(implicit(0, keyIdentifier), explicit(1, explicit(4, issuer)), implicit(2, serial));
  return [
    sequence(objectIdentifier('2.5.29.14'), octetString(octetString(keyIdentifier))),
    sequence(objectIdentifier('2.5.29.19'), trueValue(), octetString(sequence(trueValue()))),
    sequence(objectIdentifier('2.5.29.35'), octetString(authority)),
  ];
}

/** One DNS name (RFC 5280, section 4.2.1.6), which a unique name can be since it is of ASCII letters. */
export function alternativeNameOf(name: string): Buffer {
  return sequence(objectIdentifier('2.5.29.17'), octetString(sequence(implicit(2, Buffer.from(name)))));
}
