import { createPublicKey, X509Certificate } from 'node:crypto';
import { decodeBase64 } from '../reading/base64.ts';
import { readDerCertificate, type Certificate, type CertificateReading } from '../reading/certificate.ts';
import type { Element } from '../reading/element.ts';
import { childrenNamed, isNamed, ownText, selfAndDescendants } from '../reading/elements.ts';
import { SIGNATURE } from '../reading/namespaces.ts';
import { passIf, type Finding } from '../report/check.ts';
import type { SignedPart } from '../report/check-table.ts';

/** The largest number of certificates or of keys. No chain has more. */
const MOST_KEYS = 5;

/** An RSA key as KeyInfo writes it; undefined if it cannot be read. */
type RsaKey = { modulus: Buffer; exponent: Buffer } | undefined;

/** What a signature says of its key. Messages use it as evidence. It is never used to verify. */
export type KeyInfo = { certificates: CertificateReading[]; keys: RsaKey[] };

export function keyInfoOf(signature: Element): KeyInfo {
  const elements = selfAndDescendants(signature);
  const named = (name: string): Element[] =>
    elements.filter((element) => isNamed(element, SIGNATURE, name)).slice(0, MOST_KEYS + 1);
  return { certificates: named('X509Certificate').map(readCertificate), keys: named('KeyValue').map(readKey) };
}

function readCertificate(element: Element): CertificateReading {
  const base64 = decodeBase64(ownText(element));
  return base64.ok
    ? readDerCertificate(base64.bytes)
    : { ok: false, reason: base64.fault === 'empty' ? 'it is empty' : 'it is not Base64' };
}

function readKey(element: Element): RsaKey {
  const [key] = childrenNamed(element, SIGNATURE, 'RSAKeyValue');
  const [modulus, exponent] = ['Modulus', 'Exponent'].map((name) => {
    const [number] = key === undefined ? [] : childrenNamed(key, SIGNATURE, name);
    const base64 = decodeBase64(number === undefined ? '' : ownText(number));
    return base64.ok ? withoutLeadingZeros(base64.bytes) : undefined;
  });
  return modulus === undefined || exponent === undefined ? undefined : { modulus, exponent };
}

/**
 * Checks that a signature carries the expected certificate and key, if it carries any. A service provider that trusts
 * what is in a signature takes a certificate from there, or the key beside it. So both must be the right ones. Further
 * certificates may only be those of its chain, and their order means nothing (XML Signature 4.4.4).
 *
 * @param expected the certificate that fits the signature, or else all that may fit.
 */
export function checkKeyInfo(part: SignedPart, { certificates, keys }: KeyInfo, expected: Certificate[]): Finding {
  const id = `sig.${part}.cert` as const;
  if (certificates.length === 0 && keys.length === 0) {
    return { id, status: 'info', actual: 'no certificate inside' };
  }
  const unreadable = certificates.find((reading) => !reading.ok);
  if (unreadable?.ok === false) {
    return { id, status: 'fail', actual: unreadable.reason };
  }
  if (certificates.length > MOST_KEYS || keys.length > MOST_KEYS) {
    return { id, status: 'fail', actual: `more than ${MOST_KEYS} certificates or keys` };
  }
  if (keys.includes(undefined)) {
    return { id, status: 'fail', actual: 'a KeyValue that holds no RSA key' };
  }
  const readable = certificates.flatMap((reading) => (reading.ok ? [reading.certificate] : []));
  const isExpected = (one: Certificate): boolean => expected.some(({ fingerprint }) => fingerprint === one.fingerprint);
  const named = readable.find(isExpected) ?? readable[0];
  const [stranger] = strangersTo(named, readable);
  if (stranger !== undefined) {
    return { id, status: 'fail', actual: `a certificate that is not in the chain: ${stranger.label}` };
  }
  if (expected.length === 0) {
    return { id, status: 'skip' };
  }
  const right = expected.filter(({ fingerprint }) => named === undefined || named.fingerprint === fingerprint);
  const isRightKey = right.length === 0 || right.some((certificate) => keys.every((key) => isKeyOf(certificate, key)));
  const keyWords = isRightKey ? 'the key of the expected certificate' : 'another key';
  return {
    id,
    status: passIf(right.length > 0 && isRightKey),
    expected: expected.map(describeCertificate).join(' or '),
    actual: [
      ...(named === undefined ? [] : [describeCertificate(named)]),
      ...(named !== undefined && isRightKey ? [] : [keyWords]),
    ].join(', and '),
  };
}

/** A certificate in the words of a report. */
export function describeCertificate({ label, fingerprint }: Certificate): string {
  return `${label}, SHA-256 ${fingerprint}`;
}

/** The certificates that are not a certificate again, and no issuer of it, of its issuer, and so on. */
function strangersTo(named: Certificate | undefined, certificates: Certificate[]): Certificate[] {
  const chain = named === undefined ? [] : [named];
  let left = certificates.filter(({ fingerprint }) => fingerprint !== named?.fingerprint);
  for (let before = -1; before !== left.length;) {
    before = left.length;
    chain.push(...left.filter((candidate) => chain.some((certificate) => isIssuedBy(certificate, candidate))));
    left = left.filter((certificate) => !chain.includes(certificate));
  }
  return left;
}

function isIssuedBy({ pem }: Certificate, candidate: Certificate): boolean {
  const certificate = new X509Certificate(pem);
  const issuer = new X509Certificate(candidate.pem);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isKeyOf({ publicKeyPem }: Certificate, key: RsaKey): boolean {
  const { n, e } = createPublicKey(publicKeyPem).export({ format: 'jwk' });
  const [modulus, exponent] = [n, e].map((number) => Buffer.from(number ?? '', 'base64url')) as [Buffer, Buffer];
  return key !== undefined && key.modulus.equals(modulus) && key.exponent.equals(exponent);
}

/** XML Signature (4.4.2.2) writes a number without leading zeros, but some signers add the one that DER needs. */
function withoutLeadingZeros(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(start < 0 ? bytes.length : start);
}
