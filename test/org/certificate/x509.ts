import { sign, type KeyObject } from 'node:crypto';
import {
  bitString,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  printableString,
  sequence,
  set,
  time,
  utf8String,
} from './certificate-der.ts';

/** The parts of a certificate that differ from one to another; names and extensions are DER. */
export type CertificateParts = {
  serial: Buffer;
  issuer: Buffer;
  subject: Buffer;
  notBefore: Date;
  notAfter: Date;
  publicKey: KeyObject;
  extensions: Buffer;
  /** The key of the issuer. */
  signer: KeyObject;
};

/** A certificate of version 3, signed with SHA-256, as PEM (RFC 5280, section 4.1). */
export function certificatePem(parts: CertificateParts): string {
  const algorithm = algorithmOf(parts.signer);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(parts.serial),
    algorithm,
    parts.issuer,
    sequence(time(parts.notBefore), time(parts.notAfter)),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, parts.extensions),
  );
  return pem('CERTIFICATE', signed(toBeSigned, parts.signer));
}

/** A request for a certificate, signed with its own key, as PEM (RFC 2986, section 4). */
export function certificateRequestPem(subject: Buffer, publicKey: KeyObject, privateKey: KeyObject): string {
  const toBeSigned = sequence(
    integer(Buffer.from([0])),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(0),
  );
  return pem('CERTIFICATE REQUEST', signed(toBeSigned, privateKey));
}

/** A name from the most particular part to the country: `{ CN: 'x', C: 'US' }` in the order of its keys. */
export function distinguishedName(parts: Partial<Record<keyof typeof NAME_TYPES, string>>): Buffer {
  const attributes = Object.entries(parts).map(([type, text]) => {
    // The country alone is a PrintableString (seen in certificates of Salesforce, and required by RFC 5280).
    const value = type === 'C' ? printableString(text) : utf8String(text);
    return set(sequence(objectIdentifier(NAME_TYPES[type as keyof typeof NAME_TYPES]), value));
  });
  return sequence(...attributes);
}

const NAME_TYPES = { CN: '2.5.4.3', OU: '2.5.4.11', O: '2.5.4.10', L: '2.5.4.7', ST: '2.5.4.8', C: '2.5.4.6' };

function signed(toBeSigned: Buffer, key: KeyObject): Buffer {
  return sequence(toBeSigned, algorithmOf(key), bitString(sign('sha256', toBeSigned, key)));
}

/** RSA or ECDSA with SHA-256. */
function algorithmOf({ asymmetricKeyType }: KeyObject): Buffer {
  return asymmetricKeyType === 'ec'
    ? sequence(objectIdentifier('1.2.840.10045.4.3.2'))
    : sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue());
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
