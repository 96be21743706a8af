import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { objectIdentifier, octetString, sequence, trueValue } from './certificate-der.ts';
import { alternativeNameOf, makeKeyPair, type OrgCertificate } from './certificate.ts';
import { certificatePem, certificateRequestPem, distinguishedName } from './x509.ts';

/** A certificate of the org that an authority has signed, with the certificates above it: the whole file, leaf first. */
export type SignedCertificate = OrgCertificate & { chainPem: string };

const DAY = 24 * 60 * 60 * 1000;

/**
 * Signs a certificate of the org as a chain of authorities would. What Salesforce keeps of such a certificate is the
 * chain, with the org's own first (seen); what is in it is the authority's, so only its form is of interest here.
 *
 * @param chain how many certificates there are: 1 for the leaf alone, 2 if the root signs it itself.
 * @param created the time of the signature. The leaf ends after a year, the authorities after ten.
 */
export function signByAuthority(commonName: string, chain: number, created: Date): SignedCertificate {
  const notBefore = new Date(Math.floor(created.getTime() / 1000) * 1000);
  const after = (days: number): Date => new Date(notBefore.getTime() + days * DAY);
  const authorities = makeAuthorities(Math.max(chain - 1, 1), notBefore, after(3650));
  const [issuer] = authorities;
  const { publicKey, privateKey } = makeKeyPair(2048);
  const leaf = certificatePem({
    serial: randomSerial(),
    issuer: issuer.name,
    subject: subjectOf(commonName),
    notBefore,
    notAfter: after(365),
    publicKey,
    extensions: sequence(alternativeNameOf(commonName)),
    signer: issuer.privateKey,
  });
  const chainPem = [leaf, ...authorities.map(({ pem }) => pem)].slice(0, chain).join('');
  return { certificatePem: leaf, chainPem, privateKey, notBefore, notAfter: after(365) };
}

/** The request that the org writes for an authority; it stands in the certificate's place until that has answered. */
export function requestForAuthority(commonName: string): string {
  const { publicKey, privateKey } = makeKeyPair(2048);
  return certificateRequestPem(subjectOf(commonName), publicKey, privateKey);
}

function subjectOf(commonName: string): Buffer {
  return distinguishedName({ CN: commonName, O: 'Example Company', L: 'Utrecht', ST: 'Utrecht', C: 'NL' });
}

type Authority = { name: Buffer; pem: string; privateKey: KeyObject };

/** Authorities from the one that signs the leaf up to the root, which signs itself. */
function makeAuthorities(count: number, notBefore: Date, notAfter: Date): [Authority, ...Authority[]] {
  const nameOf = (index: number): Buffer =>
    distinguishedName({
      CN: index === count - 1 ? 'Example Root' : `Example Issuer ${index + 1}`,
      O: 'Example',
      C: 'US',
    });
  // Elliptic curves, since such keys are made at once.
  const keys = Array.from({ length: count }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const authorities = keys.map(({ publicKey, privateKey }, index): Authority => {
    const above = Math.min(index + 1, count - 1);
    const pem = certificatePem({
      serial: randomSerial(),
      issuer: nameOf(above),
      subject: nameOf(index),
      notBefore,
      notAfter,
      publicKey,
      extensions: authorityExtensions(publicKey),
      signer: keys[above]?.privateKey ?? privateKey,
    });
    return { name: nameOf(index), pem, privateKey };
  });
  return authorities as [Authority, ...Authority[]];
}

/** Subject key identifier, and that it is an authority (RFC 5280, sections 4.2.1.2 and 4.2.1.9). */
function authorityExtensions(publicKey: KeyObject): Buffer {
  const keyIdentifier = createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
  return sequence(
    sequence(objectIdentifier('2.5.29.14'), octetString(octetString(keyIdentifier))),
    sequence(objectIdentifier('2.5.29.19'), trueValue(), octetString(sequence(trueValue()))),
  );
}

/** Sixteen random bytes that make a positive number. */
function randomSerial(): Buffer {
  const serial = randomBytes(16);
  serial.writeUInt8(((serial[0] ?? 0) & 0x7f) | 0x01, 0);
  return serial;
}
