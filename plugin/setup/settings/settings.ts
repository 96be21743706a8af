import { setupError } from '../../errors.ts';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import { isXmlText } from '../../salesforce/metadata/metadata-xml.ts';
import type { Subject } from './attribute-settings.ts';
import type { ServiceProvider } from '../../twilio/service-provider.ts';

/** The API name of the app unless another one is given. */
export const DEFAULT_APP_NAME = 'Twilio_Frontline';

/** What a user asks for. Everything that is absent is taken from the source or from the org. */
export type SsoSettings = {
  serviceProvider: ServiceProvider;
  realmSid?: string;
  contactEmail?: string;
  /** The issuer to send; the org's My Domain otherwise. */
  issuer?: string;
  certificateName?: string;
  /** Switch an identity provider that is on to another certificate. */
  replaceCertificate: boolean;
  /** `auto` edits what exists and makes a connected app where the org lets it, else an external client app. */
  appType: 'auto' | AppKind;
  /** What the NameID is made of; the source's otherwise, which is the user name. */
  subject?: Subject;
  /** Formulas by key, over those of the service provider and of the source. */
  attributes: Record<string, string>;
  /** Labels, file names or ids; replace the source's list together with `permissionSets`. */
  profiles?: string[];
  /** API names, labels or ids. */
  permissionSets?: string[];
  /** User names of those who get the permission set. */
  usernames?: string[];
  /** A permission set that gets access beside the others: API name, label or id. */
  agentSet?: string;
};

/** Who the agents are: users, or those who have a permission set. */
export type Agents = Required<Pick<SsoSettings, 'usernames'>> | Required<Pick<SsoSettings, 'agentSet'>>;

/** An address with one @, no blanks, and a dot in its domain: what Salesforce's email fields accept. No more is known. */
const EMAIL = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\.]+(?:\.[^\s@<>()",;:\\.]+)+$/;

/** Salesforce's rule for API names; certificates take at most 64 characters as their label, which we make the same. */
const API_NAME = /^[A-Za-z](?!.*__)[A-Za-z0-9_]{0,63}(?<!_)$/;

/** @throws EmailInvalid (exit code 2). */
export function parseEmail(input: string): string {
  const email = input.trim();
  if (!EMAIL.test(email) || !isXmlText(email)) {
    throw setupError('EmailInvalid', { tokens: [input], exitCode: 2 });
  }
  return email;
}

/** @throws CertificateNameInvalid (exit code 2). */
export function parseCertificateName(input: string): string {
  const name = input.trim();
  if (!API_NAME.test(name)) {
    throw setupError('CertificateNameInvalid', { tokens: [input], exitCode: 2 });
  }
  return name;
}

/**
 * The issuer as given, not normalised: the service provider compares it byte for byte.
 *
 * @throws IssuerInvalid (exit code 2).
 */
export function parseIssuer(input: string): string {
  const issuer = input.trim();
  const protocol = URL.canParse(issuer) ? new URL(issuer).protocol : '';
  if (!['http:', 'https:'].includes(protocol) || /\s/.test(issuer) || !isXmlText(issuer)) {
    throw setupError('IssuerInvalid', { tokens: [input], exitCode: 2 });
  }
  return issuer;
}
