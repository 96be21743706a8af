import {
  ConsoleFormRefused,
  readIdentityProvider,
  readWebAddress,
  type IdentityProviderFields,
  type SavedIdentityProvider,
} from '../identity-provider.ts';
import type { TwilioSwitches } from '../options.ts';

/** The fields of Flex's page "Single sign-on (SSO)" in the Console, without those of the popup. */
export type FlexConsoleForm = IdentityProviderFields & {
  friendlyName: string;
  /** Where a sign-in leads that started at the identity provider; empty, or left out, when there is none. */
  defaultRedirectUrl?: string;
  /** Addresses besides flex.twilio.com that a sign-in may lead to. */
  trustedUrls?: readonly string[];
};

export type FlexSettings = SavedIdentityProvider & {
  friendlyName: string;
  defaultRedirectUrl: URL | undefined;
  trustedUrls: readonly URL[];
};

/**
 * Saves the form. That the Friendly Name is required is inferred, that the Default Redirect URL is optional is documented.
 * The texts of a refusal are not known.
 *
 * @throws ConsoleFormRefused that names the field.
 */
export function readFlexConsoleForm(form: FlexConsoleForm, switches: TwilioSwitches): FlexSettings {
  const { friendlyName, defaultRedirectUrl = '', trustedUrls = [] } = form;
  if (friendlyName.trim() === '') {
    throw new ConsoleFormRefused('friendlyName', 'Friendly Name is required.');
  }
  return {
    friendlyName,
    ...readIdentityProvider(form, switches),
    defaultRedirectUrl: defaultRedirectUrl === '' ? undefined : readRedirectUrl(defaultRedirectUrl),
    trustedUrls: trustedUrls.map(readTrustedUrl),
  };
}

function readRedirectUrl(text: string): URL {
  const url = readWebAddress(text);
  if (url === undefined) {
    throw new ConsoleFormRefused('defaultRedirectUrl', 'Default Redirect URL must be a URL.');
  }
  return url;
}

/** Like `http://localhost:3000` and `https://example.com/flex`; a wildcard is not supported (Twilio's guide). */
function readTrustedUrl(text: string): URL {
  const url = readWebAddress(text);
  if (url === undefined || url.hostname.includes('*')) {
    throw new ConsoleFormRefused('trustedUrls', 'Trusted URLs must be URLs without wildcards.');
  }
  return url;
}
