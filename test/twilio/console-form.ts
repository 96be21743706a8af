import { X509Certificate } from 'node:crypto';
import type { TwilioSwitches } from './options.ts';

/** The fields of the Console's page "Single sign-on"; one press on Save stores all four. */
export type ConsoleForm = {
  workspaceId: string;
  /** Identity provider issuer. */
  issuer: string;
  ssoUrl: string;
  /** X.509 certificate: a PEM text. */
  certificate: string;
};

/** What is stored; a part that is of no use is undefined, and the sign-in says so. */
export type SavedSettings = {
  workspaceId: string;
  issuer: string;
  ssoUrl: URL | undefined;
  certificate: X509Certificate | undefined;
};

/** The Console refuses to save. */
export class ConsoleFormRefused extends Error {
  readonly field: keyof ConsoleForm;

  constructor(field: keyof ConsoleForm, message: string) {
    super(message);
    this.name = 'ConsoleFormRefused';
    this.field = field;
  }
}

/** The rule that stands below the field in the Console, in its words (seen in a screenshot). */
const WORKSPACE_ID = /^[A-Za-z0-9][A-Za-z0-9-]{1,20}$/;
const WORKSPACE_ID_RULE =
  'Workspace ID must start with a letter or number and have between 2-21 characters. ' +
  'Use letters, numbers and hyphens ("-") only.';

const ONE_PEM =
  /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n-----END CERTIFICATE-----\n?$/;
const FIRST_PEM = /^\s*(?:-----BEGIN CERTIFICATE-----)?([A-Za-z0-9+/=\s]+?)(?:-----END CERTIFICATE-----|$)/;

/**
 * Saves the form. The texts for the other fields than the Workspace ID are not known.
 *
 * @throws ConsoleFormRefused that names the field.
 */
export function readConsoleForm(form: ConsoleForm, switches: TwilioSwitches): SavedSettings {
  if (!WORKSPACE_ID.test(form.workspaceId)) {
    throw new ConsoleFormRefused('workspaceId', WORKSPACE_ID_RULE);
  }
  if (form.issuer === '') {
    throw new ConsoleFormRefused('issuer', 'Identity provider issuer is required.');
  }
  const saved = {
    workspaceId: form.workspaceId,
    issuer: form.issuer,
    ssoUrl: readSsoUrl(form.ssoUrl),
    certificate: readCertificate(form.certificate, switches),
  };
  if (switches.settingsChecked === 'at-saving') {
    refuseUseless(saved);
  }
  return saved;
}

function refuseUseless({ ssoUrl, certificate }: SavedSettings): void {
  if (ssoUrl === undefined) {
    throw new ConsoleFormRefused('ssoUrl', 'SSO URL must be a URL.');
  }
  if (certificate === undefined) {
    throw new ConsoleFormRefused('certificate', 'X.509 Certificate must be a certificate in PEM format.');
  }
}

function readSsoUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
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
