import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setupError } from '../errors.ts';

/** What Basic authentication of Twilio's REST APIs needs. It stays in memory and is never printed or stored. */
export type TwilioCredentials = {
  /** Account SID or API key. */
  username: string;
  /** Auth Token or secret of the API key. */
  password: string;
  /** The account that was named. An API key alone does not show its account. */
  accountSid?: string;
};

type Environment = Record<string, string | undefined>;

/** What identifies an account and an API key: two letters and 32 hexadecimal digits (twilio-oai). */
const FORMS: Record<string, { pattern: RegExp; prefix: string }> = {
  TWILIO_ACCOUNT_SID: { pattern: /^AC[0-9a-f]{32}$/i, prefix: 'AC' },
  TWILIO_API_KEY: { pattern: /^SK[0-9a-f]{32}$/i, prefix: 'SK' },
};

/**
 * The credentials of a profile of twilio-cli if one is named, else those of the environment: preferably an API key, or
 * the Auth Token (both as in twilio-cli's documentation).
 *
 * @throws TwilioCredentialsMissing, TwilioCredentialInvalid, TwilioProfileMissing, TwilioProfileUnreadable (exit code
 *   2). No value is repeated.
 */
export function twilioCredentials(profile: string | undefined, environment: Environment): TwilioCredentials {
  return profile === undefined ? credentialsIn(environment) : credentialsOf(profile, environment);
}

function credentialsIn(environment: Environment): TwilioCredentials {
  const {
    TWILIO_ACCOUNT_SID: accountSid = '',
    TWILIO_AUTH_TOKEN: authToken = '',
    TWILIO_API_KEY: apiKey = '',
    TWILIO_API_SECRET: apiSecret = '',
  } = environment;
  if (apiKey !== '' && apiSecret !== '') {
    refuseMalformed({ TWILIO_API_KEY: apiKey, TWILIO_ACCOUNT_SID: accountSid });
    return { username: apiKey, password: apiSecret, ...(accountSid === '' ? {} : { accountSid }) };
  }
  if (accountSid !== '' && authToken !== '') {
    refuseMalformed({ TWILIO_ACCOUNT_SID: accountSid });
    return { username: accountSid, password: authToken, accountSid };
  }
  const missing = missingVariables(
    { TWILIO_API_KEY: apiKey, TWILIO_API_SECRET: apiSecret },
    { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken },
  );
  throw setupError('TwilioCredentialsMissing', { tokens: [missing], exitCode: 2 });
}

/** The variables that are missing: of the pair that is half set, or of both. */
function missingVariables(key: Record<string, string>, token: Record<string, string>): string {
  const absentIn = (pair: Record<string, string>): string[] => Object.keys(pair).filter((name) => pair[name] === '');
  const begun = [key, token].filter((pair) => absentIn(pair).length === 1);
  if (begun.length > 0) {
    return `${begun.flatMap(absentIn).join(' or ')} is not set`;
  }
  return 'none of the variables is set';
}

/** A secret may be in the wrong variable, so the error gives only the length of a value. */
function refuseMalformed(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const form = FORMS[name];
    if (form !== undefined && value !== '' && !form.pattern.test(value)) {
      throw setupError('TwilioCredentialInvalid', {
        tokens: [name, form.prefix, value.length],
        actionTokens: [name],
        exitCode: 2,
      });
    }
  }
}

/** The file of twilio-cli 3 and newer. Older ones have `projects`, and their keys are in the operating system's keychain. */
type ProfileFile = { profiles?: Record<string, Record<string, unknown>> };

function credentialsOf(profile: string, { TWILIO_CONFIG_DIR: directory }: Environment): TwilioCredentials {
  const path = join(directory ?? join(homedir(), '.twilio-cli'), 'config.json');
  const { profiles = {} } = readProfileFile(path, profile);
  const values = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (values === undefined) {
    throw profileMissing(path, profile, Object.keys(profiles));
  }
  const { apiKey, apiSecret, accountSid } = values;
  if (typeof apiKey !== 'string' || typeof apiSecret !== 'string' || apiKey === '' || apiSecret === '') {
    throw setupError('TwilioProfileUnreadable', {
      tokens: [path, `the profile "${profile}" holds no API key`],
      exitCode: 2,
    });
  }
  return { username: apiKey, password: apiSecret, ...(typeof accountSid === 'string' ? { accountSid } : {}) };
}

/** The parser's message is left out, because it quotes the file, which holds secrets. */
function readProfileFile(path: string, profile: string): ProfileFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw profileMissing(path, profile, []);
    }
    throw setupError('TwilioProfileUnreadable', { tokens: [path, `it cannot be opened (${code})`], exitCode: 2 });
  }
  try {
    return { ...(JSON.parse(text) as ProfileFile) };
  } catch {
    throw setupError('TwilioProfileUnreadable', { tokens: [path, 'it is not JSON'], exitCode: 2 });
  }
}

function profileMissing(path: string, profile: string, known: string[]): Error {
  const names = known.length === 0 ? 'none' : known.join(', ');
  return setupError('TwilioProfileMissing', { tokens: [path, profile], actionTokens: [names], exitCode: 2 });
}
