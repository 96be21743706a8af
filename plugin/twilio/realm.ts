import { setupError } from '../errors.ts';
import { frontline } from './service-provider.ts';

/** `JB` and 32 hexadecimal digits. The case stays as it was typed (seen in every public example and validator). */
export const REALM_SID = /^JB[0-9a-fA-F]{32}$/;

/** A Realm SID at the end of one of Twilio's SAML addresses. People paste the address instead of the Realm SID. */
export const SAML_ADDRESS =
  /^https:\/\/iam\.twilio\.com\/v2\/saml2\/(?:metadata|authenticate)\/([^/?#]+)\/?(?:[?#].*)?$/i;

/**
 * The Realm SID in what a person typed or pasted. Spaces around it are dropped. The whole Entity ID or ACS URL is
 * accepted too.
 *
 * @throws RealmSidInvalid (exit code 2) that says which rule was broken.
 */
export function parseRealmSid(input: string): string {
  const text = input.trim();
  const candidate = SAML_ADDRESS.exec(text)?.[1] ?? text;
  if (REALM_SID.test(candidate)) {
    return candidate;
  }
  throw setupError('RealmSidInvalid', {
    tokens: [input, brokenRule(candidate)],
    actionTokens: [frontline.consoleUrl],
    exitCode: 2,
  });
}

/**
 * Whether a Realm SID has capitals among its digits. All that Twilio is known to have given have small letters there, and
 * whether case matters to Twilio is not documented. So it is never changed, but a person should compare it.
 */
export function hasCapitalDigits(realmSid: string): boolean {
  return /^JB.*[A-F]/.test(realmSid);
}

function brokenRule(candidate: string): string {
  if (candidate === '') {
    return 'it is empty';
  }
  if (/:\/\//.test(candidate)) {
    return 'it is an address that holds no Realm SID';
  }
  if (!/^JB/i.test(candidate)) {
    return `it begins with "${candidate.slice(0, 2)}" instead of "JB"`;
  }
  if (!candidate.startsWith('JB')) {
    return `it begins with "${candidate.slice(0, 2)}" instead of "JB" in capitals`;
  }
  const wrong = /[^0-9a-f]/i.exec(candidate.slice(2));
  if (wrong) {
    return `"${wrong[0]}" at position ${wrong.index + 3} is no hexadecimal digit`;
  }
  return `it has ${candidate.length} characters instead of 34`;
}
