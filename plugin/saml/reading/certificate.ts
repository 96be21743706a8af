import { X509Certificate } from 'node:crypto';
// Node.js 22 loads half of this module by toLegacyObject, and HTTPS then fails in the whole process, if nothing has loaded
// it before.
import 'node:tls';
import { decodeBase64 } from './base64.ts';

/** What a certificate says, in plain values. */
export type Certificate = {
  /** The certificate alone, in 64-character lines with a newline at the end. */
  pem: string;
  /** The subject's parts in one line, for example `CN=idp.example.com, OU=Sign-in, C=US`. */
  subject: string;
  /** The common name; empty when there is none. */
  label: string;
  /** The organizational unit; the first where there are several. */
  organizationalUnit?: string | undefined;
  /** Hexadecimal, upper case, without separators. */
  serialNumber: string;
  notBefore: Date;
  notAfter: Date;
  /** As the runtime names it: `rsa`, `ec`, `ed25519`, … */
  keyType: string;
  /** Length of the RSA modulus; undefined for other keys. */
  keyBits?: number | undefined;
  /** Name of the algorithm the certificate is signed with, or its object identifier when it is not a common one. */
  signatureAlgorithm: string;
  /** SHA-256 of the whole certificate: 32 upper-case hexadecimal pairs joined by colons. */
  fingerprint: string;
  /** Issuer equals subject and the certificate's own key verifies it. */
  selfSigned: boolean;
  /** The public key as a `PUBLIC KEY` PEM. */
  publicKeyPem: string;
};

/**
 * A certificate, or the reason why there is none, as part of a sentence (`the text holds 2 certificates instead of
 * one`).
 */
export type CertificateReading = { ok: true; certificate: Certificate } | { ok: false; reason: string };

/** No certificate is nearly this long. The parser is not given longer texts. */
const LARGEST_PEM = 65_536;

const BEGIN = '-----BEGIN CERTIFICATE-----';
const BLOCK = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

const DAY = 24 * 60 * 60 * 1000;

/** Object identifiers of RFC 3279, RFC 4055, RFC 5758 and RFC 8410. */
const SIGNATURE_ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption'],
  ['1.2.840.113549.1.1.10', 'rsassaPss'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512'],
  ['1.3.101.112', 'Ed25519'],
]);

/**
 * Reads one PEM certificate. It ignores text before and after the block, and refuses a second certificate or a private
 * key. Never throws.
 */
export function readCertificate(pem: string): CertificateReading {
  const objection = objectionTo(pem);
  if (objection !== undefined) {
    return { ok: false, reason: objection };
  }
  const [, block = ''] = pem.split(/-----(?:BEGIN|END) CERTIFICATE-----/);
  const base64 = decodeBase64(block);
  return read(pem, base64.ok ? base64.bytes : undefined);
}

/** Reads a certificate in DER form, as the Base64 text of an X509Certificate element holds it. Never throws. */
export function readDerCertificate(der: Uint8Array): CertificateReading {
  return der.length > LARGEST_PEM
    ? { ok: false, reason: `the certificate has ${der.length} bytes, which no certificate has` }
    : read(der, der);
}

/**
 * @param der the bytes that the certificate must fill; undefined if OpenSSL alone is to find them. OpenSSL ignores what
 *   stands behind a certificate, but other readers do not.
 */
function read(text: string | Uint8Array, der: Uint8Array | undefined): CertificateReading {
  try {
    const x509 = new X509Certificate(text);
    const surplus = der === undefined ? undefined : surplusOf(x509.raw, der);
    return surplus === undefined ? { ok: true, certificate: factsOf(x509) } : { ok: false, reason: surplus };
  } catch (error) {
    return { ok: false, reason: `the certificate cannot be read (${firstLine(error)})` };
  }
}

/**
 * Reads the certificate that a PEM text is about: the only one, or the first of a chain that has issued none of the
 * others. Never throws.
 */
export function readLeaf(pem: string): CertificateReading {
  const blocks = typeof pem === 'string' && pem.length <= LARGEST_PEM ? (pem.match(BLOCK) ?? []) : [];
  if (blocks.length < 2 || holdsPrivateKey(pem)) {
    return readCertificate(pem);
  }
  const broken = blocks.map(readCertificate).find(({ ok }) => !ok);
  if (broken !== undefined) {
    return broken;
  }
  const chain = blocks.map((text) => new X509Certificate(text));
  const leaf = chain.find((candidate) => !chain.some((other) => other !== candidate && other.checkIssued(candidate)));
  return leaf === undefined
    ? { ok: false, reason: `none of the ${chain.length} certificates in the text is the end of their chain` }
    : { ok: true, certificate: factsOf(leaf) };
}

function surplusOf(certificate: Buffer, given: Uint8Array): string | undefined {
  if (certificate.equals(given)) {
    return undefined;
  }
  return certificate.equals(given.subarray(0, certificate.length))
    ? `${given.length - certificate.length} bytes stand behind the certificate`
    : 'the certificate is not in DER form';
}

/** Whole days until the certificate expires, rounded down. The number is negative if it has expired. */
export function daysLeft(certificate: Pick<Certificate, 'notAfter'>, now: Date): number {
  return Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY);
}

function objectionTo(pem: unknown): string | undefined {
  if (typeof pem !== 'string') {
    return `a ${typeof pem} was given instead of text`;
  }
  if (pem.length > LARGEST_PEM) {
    return `the text has ${pem.length} characters, which no certificate has`;
  }
  if (pem.trim() === '') {
    return 'the text is empty';
  }
  if (holdsPrivateKey(pem)) {
    return 'the text holds a private key';
  }
  const count = pem.split(BEGIN).length - 1;
  if (count === 0) {
    return `the text has no line "${BEGIN}"`;
  }
  return count > 1 ? `the text holds ${count} certificates instead of one` : undefined;
}

function holdsPrivateKey(pem: string): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem);
}

function factsOf(x509: X509Certificate): Certificate {
  // The public key is decoded only when it is read. An unusable key throws here.
  const key = x509.publicKey;
  const { subject } = x509.toLegacyObject() as { subject: Record<string, string | string[] | undefined> };
  return {
    pem: x509.toString(),
    subject: x509.subject.split('\n').join(', '),
    label: first(subject.CN) ?? '',
    organizationalUnit: first(subject.OU),
    serialNumber: x509.serialNumber,
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    keyType: key.asymmetricKeyType ?? 'unknown',
    keyBits: key.asymmetricKeyDetails?.modulusLength,
    signatureAlgorithm: signatureAlgorithmOf(x509.raw),
    fingerprint: x509.fingerprint256,
    selfSigned: x509.subject === x509.issuer && verifies(x509),
    publicKeyPem: key.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function verifies(x509: X509Certificate): boolean {
  try {
    return x509.verify(x509.publicKey);
  } catch {
    return false;
  }
}

/**
 * `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER, … }, … }` (RFC 5280).
 * Node.js itself tells the algorithm only since version 24.
 */
function signatureAlgorithmOf(der: Buffer): string {
  const certificate = contentAt(der, 0);
  const toBeSigned = contentAt(der, certificate.start);
  const algorithm = contentAt(der, toBeSigned.end);
  const identifier = contentAt(der, algorithm.start);
  const dotted = objectIdentifier(der.subarray(identifier.start, identifier.end));
  return SIGNATURE_ALGORITHMS.get(dotted) ?? dotted;
}

/** Where the content of the DER value at an offset starts and ends. */
function contentAt(der: Buffer, offset: number): { start: number; end: number } {
  const length = der.readUInt8(offset + 1);
  if (length < 0x80) {
    return { start: offset + 2, end: offset + 2 + length };
  }
  const lengthBytes = length & 0x7f;
  const start = offset + 2 + lengthBytes;
  return { start, end: start + der.readUIntBE(offset + 2, lengthBytes) };
}

function objectIdentifier(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [joined = 0, ...rest] = arcs;
  const root = Math.min(Math.floor(joined / 40), 2);
  return [root, joined - root * 40, ...rest].join('.');
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
