import { X509Certificate } from 'node:crypto';
import type { TwilioSwitches } from './options.ts';
import { noCertificate, TwilioError } from './twilio-error.ts';

/** The fields that both pages of the Console have, as they are typed. */
export type IdentityProviderFields = {
  /** Identity provider issuer. */
  issuer: string;
  ssoUrl: string;
  /** X.509 certificate: a PEM text. */
  certificate: string;
};

/** What is stored of them; a part that is of no use is undefined, and the sign-in says so. */
export type SavedIdentityProvider = {
  issuer: string;
  ssoUrl: URL | undefined;
  certificate: X509Certificate | undefined;
};

/** An identity provider at which somebody can sign in. */
export type UsefulIdentityProvider = { issuer: string; ssoUrl: URL; certificate: X509Certificate };

/** The Console refuses to save. */
export class ConsoleFormRefused extends Error {
  /** As the form names it. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.name = 'ConsoleFormRefused';
    this.field = field;
  }
}

const ONE_PEM =
  /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n-----END CERTIFICATE-----\n?$/;
const FIRST_PEM = /^\s*(?:-----BEGIN CERTIFICATE-----)?([A-Za-z0-9+/=\s]+?)(?:-----END CERTIFICATE-----|$)/;

/**
 * Reads the fields. The texts of a refusal are not known.
 *
 * @throws ConsoleFormRefused that names the field.
 */
export function readIdentityProvider(fields: IdentityProviderFields, switches: TwilioSwitches): SavedIdentityProvider {
  if (fields.issuer === '') {
    throw new ConsoleFormRefused('issuer', 'Identity provider issuer is required.');
  }
  const saved = {
    issuer: fields.issuer,
    ssoUrl: readWebAddress(fields.ssoUrl),
    certificate: readCertificate(fields.certificate, switches),
  };
  if (switches.settingsChecked === 'at-saving') {
    refuseUseless(saved);
  }
  return saved;
}

/**
 * The identity provider that was saved, if it is of any use.
 *
 * @param realmSid of the account, which the text seen names.
 * @throws TwilioError 70251
 */
export function usefulIdentityProvider(
  saved: SavedIdentityProvider | undefined,
  realmSid: string,
): UsefulIdentityProvider {
  if (saved?.certificate === undefined) {
    throw noCertificate(realmSid);
  }
  const { issuer, ssoUrl, certificate } = saved;
  if (ssoUrl === undefined) {
    // The dictionary names malformed URLs as a cause; the text is not known.
    throw new TwilioError(70251, `no valid SSO URL for identity realm ${realmSid}`);
  }
  return { issuer, ssoUrl, certificate };
}

/** The address of a page, or undefined when the text is none. */
export function readWebAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

function refuseUseless({ ssoUrl, certificate }: SavedIdentityProvider): void {
  if (ssoUrl === undefined) {
    throw new ConsoleFormRefused('ssoUrl', 'SSO URL must be a URL.');
  }
  if (certificate === undefined) {
    throw new ConsoleFormRefused('certificate', 'X.509 Certificate must be a certificate in PEM format.');
  }
}

function readCertificate(text: string, { certificateForms }: TwilioSwitches): X509Certificate | undefined {
  const base64 = certificateForms === 'any' ? FIRST_PEM.exec(text)?.[1] : ONE_PEM.test(text) ? text : undefined;
  if (base64 === undefined) {
    return undefined;
  }
  try {
    return new X509Certificate(certificateForms === 'any' ? Buffer.from(base64, 'base64') : base64);
  } catch {
    return undefined;
  }
}
