import { setupError } from '../errors.ts';
import { clock } from '../http/clock.ts';
import { isHtml, networkCode, sendHttp, type HttpAnswer } from '../http/http.ts';
import { waitBeforeRetry } from '../http/retry.ts';
import { retryAfterOf } from '../http/retry-after.ts';
import type { TwilioCredentials } from './credentials.ts';

/**
 * Base addresses of the REST APIs. Frontline exists only in Twilio's region us1, and the host name of that region has
 * no part for it.
 */
const ADDRESSES = {
  frontline: 'https://frontline-api.twilio.com',
  flex: 'https://flex-api.twilio.com',
  conversations: 'https://conversations.twilio.com',
};

export type TwilioAddresses = typeof ADDRESSES;

/** The addresses of the REST APIs, and the credentials for them. */
export type TwilioApi = {
  credentials: TwilioCredentials;
  /** The default is Twilio's own addresses. */
  addresses?: TwilioAddresses;
};

/** How often a request is tried, and the wait before the second attempt in milliseconds. Later waits double. */
const ATTEMPTS = 5;
const FIRST_WAIT = 500;

/** Longest time that one request may take, in milliseconds. */
const TIME_LIMIT = 30_000;

/** The size limit of an answer in bytes. Real answers are much smaller. */
const SIZE_LIMIT = 4 * 1024 * 1024;

/** Twilio's status for something that does not exist (Error and Warning Dictionary, 20404). */
const NOT_FOUND = 20404;

type Outcome =
  | { kind: 'found'; body: Record<string, unknown> }
  | { kind: 'absent' }
  | { kind: 'refused'; problem: string }
  | { kind: 'useless'; problem: string; mayRepeat: boolean; retryAfter?: number | undefined };

/**
 * Reads one resource. It tries again after outages, with the delay that Twilio asks for.
 *
 * @param path with its query, already escaped.
 * @returns undefined if Twilio says that there is no such resource.
 * @throws TwilioCredentialsRefused, TwilioUnavailable. Neither holds credentials or words of the answer's body.
 */
export async function readTwilio(
  { credentials, addresses = ADDRESSES }: TwilioApi,
  product: keyof TwilioAddresses,
  path: string,
): Promise<Record<string, unknown> | undefined> {
  const url = `${addresses[product]}${path}`;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(url, credentials);
    switch (outcome.kind) {
      case 'found':
        return outcome.body;
      case 'absent':
        return undefined;
      case 'refused':
        throw setupError('TwilioCredentialsRefused', { tokens: [outcome.problem] });
      case 'useless':
        if (attempt === ATTEMPTS || !outcome.mayRepeat) {
          throw setupError('TwilioUnavailable', { tokens: [new URL(url).host, outcome.problem] });
        }
        await clock().wait(waitBeforeRetry(attempt, FIRST_WAIT, outcome.retryAfter));
    }
  }
}

async function attemptOnce(url: string, { username, password }: TwilioCredentials): Promise<Outcome> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let answer: HttpAnswer;
  try {
    // Credentials are never sent to another address.
    answer = await sendHttp(
      { method: 'GET', url, headers: { authorization, accept: 'application/json' } },
      { redirect: 'manual', timeLimit: TIME_LIMIT, sizeLimit: SIZE_LIMIT },
    );
  } catch (error) {
    return { kind: 'useless', problem: networkCode(error), mayRepeat: true };
  }
  return outcomeOf(answer);
}

function outcomeOf(answer: HttpAnswer): Outcome {
  const { statusCode } = answer;
  const body = isHtml(answer) ? undefined : objectIn(answer.body);
  const code = typeof body?.['code'] === 'number' ? body['code'] : undefined;
  const problem = `status ${statusCode}${code === undefined ? '' : `, code ${code}`}`;
  if (statusCode === 200 && body !== undefined) {
    return { kind: 'found', body };
  }
  if (statusCode === 404 && code === NOT_FOUND) {
    return { kind: 'absent' };
  }
  // 20003 for wrong credentials, 70051 for a key without permissions (Error and Warning Dictionary; texts seen).
  if ((statusCode === 401 || statusCode === 403) && body !== undefined) {
    return { kind: 'refused', problem };
  }
  const mayRepeat = statusCode === 200 || statusCode === 429 || statusCode >= 500;
  return { kind: 'useless', problem, mayRepeat, retryAfter: retryAfterOf(answer) };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
