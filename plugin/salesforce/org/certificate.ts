import type { Connection } from '@salesforce/core';
import { askAgain } from '../../http/ask-again.ts';
import { clock } from '../../http/clock.ts';
import { waitUntilOf } from '../api/login.ts';
import { readAllComponents } from '../metadata/metadata-reading.ts';
import type { MetadataComponent } from '../metadata/metadata-package.ts';
import { textAt, type MetadataNode } from '../metadata/metadata-xml.ts';

/**
 * A certificate that the org holds. The PEM text is absent if the org does not give the content. For one that an
 * authority signs, it is a chain of up to four certificates, and a request until the answer is uploaded (both seen).
 */
export type OrgCertificate = { name: string; pem?: string; caSigned?: true };

/** Reads certificates by developer name; the Metadata API gives the PEM file as Base64. */
export async function readCertificates(connection: Connection, names: string[]): Promise<OrgCertificate[]> {
  const contents = await readAllComponents(connection, 'Certificate', names);
  return contents.map(([name, content]) => {
    const encoded = textAt(content, 'content');
    return {
      name,
      ...(encoded === undefined ? {} : { pem: pemText(Buffer.from(encoded, 'base64').toString('utf8')) }),
      ...(textAt(content, 'caSigned') === 'true' ? { caSigned: true } : {}),
    };
  });
}

/** How long a new certificate is waited for, in milliseconds, and the first pause between two looks. */
const READABLE_AFTER = 30_000;
const FIRST_PAUSE = 1000;

/**
 * Reads a certificate that was just made, and again while the org does not give its content, for 30 seconds at most and
 * not beyond the time of `--wait`. Another tool was seen to ask up to five times.
 *
 * @returns the PEM text, or undefined if the org has not given it.
 */
export function readNewCertificate(connection: Connection, name: string): Promise<string | undefined> {
  return askAgain(async () => (await readCertificates(connection, [name])).at(0)?.pem, {
    mayChange: (pem) => pem === undefined,
    until: Math.min(clock().now() + READABLE_AFTER, waitUntilOf(connection)),
    firstPause: FIRST_PAUSE,
  });
}

/** A PEM text with line feeds and a final newline. */
function pemText(text: string): string {
  return `${text.replace(/\r\n?/g, '\n').trim()}\n`;
}

/**
 * A new self-signed certificate. It is deployed with an empty PEM file, so the org creates the key pair and keeps the
 * private key (seen in public scripts that run against orgs).
 *
 * It must never be deployed if the org has a certificate of that name. The Metadata API Developer Guide mentions a
 * renewal, which would create a new key and break every sign-in.
 *
 * @param template the content of the source's certificate file.
 */
export function newCertificate(name: string, template: MetadataNode, now: Date): MetadataComponent {
  const content = {
    ...template,
    expirationDate: [expirationDate(now, textAt(template, 'keySize') === '4096' ? 2 : 1)],
    ...(name === textAt(template, 'masterLabel') ? {} : { masterLabel: [name] }),
  };
  return { fullName: name, document: { type: 'Certificate', content } };
}

/**
 * The latest expiry date that the platform allows: one year for 2048 bits, two years for 4096 (Metadata API Developer
 * Guide). It is a full dateTime, because the platform refuses a date without a time (seen).
 */
function expirationDate(now: Date, years: number): string {
  const end = new Date(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth(), now.getUTCDate()));
  return end.toISOString();
}
