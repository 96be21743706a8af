import { PassThrough } from 'node:stream';
import { Connection as JsforceConnection } from '@jsforce/jsforce-node';
import { Transport } from '@jsforce/jsforce-node/lib/transport.js';
import { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { networkCode, sendHttp, TIME_LIMIT, type HttpAnswer, type HttpRequest } from '../../http/http.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { retryAfterOf } from '../../http/retry-after.ts';
import { oddityOf } from './answer-form.ts';
import { learnServerTime, loginOfTransport, type Login } from './login.ts';
import { PLATFORM } from './org-errors.ts';

/** SOAP calls that only read; a repeated `retrieve` makes one more job and changes nothing. */
const READING_CALLS =
  /<(?:checkDeployStatus|checkRetrieveStatus|listMetadata|readMetadata|describeMetadata|retrieve)[\s>]/;

/** The request never reached the server, so that even a write may be sent again. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The code of a request that took longer than its limit. */
const TIMED_OUT = 'ETIMEDOUT';

const OUTAGE = new Set([420, 429, 502, 503, 504]);

/** Attempts of one request, and the wait before the second one in milliseconds; it doubles from there. */
const ATTEMPTS = 5;
const FIRST_WAIT = 250;

/** How long a read is waited for, in milliseconds, and how often where no answer comes. */
const READ_LIMIT = 60_000;
const ATTEMPTS_IN_TIME = 2;

/** The limit of one more read, in milliseconds, where reads of an org have just hung. */
const HANGING_LIMIT = 10_000;

/**
 * Puts a transport of our own under every connection of this process, for two faults of the default one: a body that
 * is cut half-way ends the process, and SOAP calls that only read are never repeated (both measured with jsforce-node
 * 3.12). It is put under the class, since the requests that look up the org of a flag are sent before a command can
 * get hold of their connection.
 *
 * Reads and deletions are repeated after outages, other writes only where the first one surely did not arrive. Whatever is no answer of
 * the API (an HTML page with status 200, an empty body) is a named error, never a result.
 *
 * @param connectionClass what the Salesforce libraries make connections of.
 * @throws TransportNotInstalled where they use another copy of the client, which this would not reach.
 */
export function installTransport(connectionClass: { prototype: object } = Connection): void {
  if (!(connectionClass.prototype instanceof JsforceConnection)) {
    throw setupError('TransportNotInstalled');
  }
  Object.assign(Transport.prototype, {
    // The client waits for a promise and pipes a stream of which it uses nothing once the promise has settled.
    httpRequest(this: Transport, request: HttpRequest) {
      return Object.assign(sendForClient(request, loginOfTransport(this)), { stream: () => new PassThrough() });
    },
  });
}

/** A last look at a deployment comes after the user's time is over; it has this long, in milliseconds. */
const LAST_LOOK = 10_000;

/** The client would refresh a session for ever that is refused for ever. */
async function sendForClient(request: HttpRequest, login: Login): Promise<HttpAnswer> {
  const answer = await sendWithRetries(request, login);
  if (isSessionExpired(answer)) {
    if (login.refreshedRequests.has(request)) {
      throw Object.assign(new Error('Session expired or invalid, also after it was refreshed'), {
        name: 'INVALID_SESSION_ID',
        errorCode: 'INVALID_SESSION_ID',
      });
    }
    login.refreshedRequests.add(request);
  }
  return answer;
}

function isSessionExpired({ statusCode, body }: HttpAnswer): boolean {
  return statusCode === 401 || (statusCode === 500 && PLATFORM.expiredFault.test(body));
}

/**
 * Sends a request, again after outages as far as that is safe and the time of the login allows.
 *
 * @throws OrgUnreachable, RequestTimedOut, DeadlinePassed, AnswerLost (a write whose fate is not known),
 * OrgAnswerUnexpected.
 */
export async function sendWithRetries(request: HttpRequest, login: Login): Promise<HttpAnswer> {
  // The length that the client computed is wrong once it has put a refreshed token into the body.
  const { 'content-length': _length, ...headers } = request.headers ?? {};
  const prepared = { ...request, headers };
  const { host } = new URL(request.url);
  const { hangingHosts, waitUntil = Infinity } = login;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(prepared, login);
    if (outcome.kind === 'answer') {
      hangingHosts.delete(host);
      return outcome.answer;
    }
    const wait = waitBeforeRetry(attempt, FIRST_WAIT, outcome.retryAfter);
    const isLate = clock().now() + wait >= waitUntil + LAST_LOOK;
    if (attempt >= attemptsAfter(outcome, hangingHosts.has(host)) || !outcome.mayRepeat || isLate) {
      if (outcome.timedOut === true) {
        hangingHosts.add(host);
      }
      throw outcome.error;
    }
    await clock().wait(wait);
  }
}

/** How often a request is sent in all, after what became of it last. */
function attemptsAfter({ timedOut }: { timedOut?: boolean }, isHanging: boolean): number {
  if (timedOut !== true) {
    return ATTEMPTS;
  }
  return isHanging ? 1 : ATTEMPTS_IN_TIME;
}

type Outcome =
  | { kind: 'answer'; answer: HttpAnswer }
  | { kind: 'fault'; error: Error; mayRepeat: boolean; timedOut?: boolean; retryAfter?: number | undefined };

async function attemptOnce(request: HttpRequest, login: Login): Promise<Outcome> {
  const repeatable = mayBeRepeated(request);
  const { host, pathname } = placeOf(request.url);
  const left = (login.waitUntil ?? Infinity) + LAST_LOOK - clock().now();
  if (left <= 0) {
    return { kind: 'fault', mayRepeat: false, error: setupError('DeadlinePassed', { tokens: [host, pathname] }) };
  }
  const usual = login.hangingHosts.has(host) ? HANGING_LIMIT : READ_LIMIT;
  const timeLimit = Math.min(repeatable ? usual : TIME_LIMIT, left);
  let answer: HttpAnswer;
  try {
    answer = await sendHttp(request, { timeLimit });
  } catch (reason) {
    const code = networkCode(reason);
    const mayRepeat = repeatable || NEVER_SENT.has(code);
    const error = lossOf(request, code, { mayRepeat, timeLimit, left });
    return { kind: 'fault', mayRepeat, timedOut: code === TIMED_OUT, error };
  }
  const oddity = oddityOf(pathname, answer);
  if (oddity !== undefined || (repeatable && isOutage(answer))) {
    const error = setupError('OrgAnswerUnexpected', {
      tokens: [host, oddity ?? 'no usable answer', answer.statusCode, pathname],
    });
    return { kind: 'fault', mayRepeat: repeatable, error, retryAfter: retryAfterOf(answer) };
  }
  learnServerTime(login, host, answer);
  return { kind: 'answer', answer };
}

/** Whether an answer is one of a moment, after which a read may be tried again. */
function isOutage({ statusCode, body }: HttpAnswer): boolean {
  return OUTAGE.has(statusCode) || (statusCode === 500 && PLATFORM.momentaryFault.test(body));
}

/** The error for an answer that did not come. */
function lossOf(
  { url }: HttpRequest,
  code: string,
  { mayRepeat, timeLimit, left }: { mayRepeat: boolean; timeLimit: number; left: number },
): Error {
  const { host, pathname } = placeOf(url);
  if (!mayRepeat) {
    return setupError('AnswerLost', { tokens: [host, code, pathname] });
  }
  if (code !== TIMED_OUT) {
    return setupError('OrgUnreachable', { tokens: [host, code, pathname] });
  }
  return timeLimit === left
    ? setupError('DeadlinePassed', { tokens: [host, pathname] })
    : setupError('RequestTimedOut', { tokens: [host, Math.round(timeLimit / 1000), pathname] });
}

/** Where a request goes, for a sentence; behind a login's address with a slash at its end, the client puts one more. */
function placeOf(url: string): { host: string; pathname: string } {
  const { host, pathname } = new URL(url);
  return { host, pathname: pathname.replace(/\/{2,}/g, '/') };
}

/** Reads, and deletions: of a record that is gone the org says so, and nothing else comes of asking twice. */
function mayBeRepeated({ method, body }: HttpRequest): boolean {
  if (method !== 'POST' && method !== 'PATCH') {
    return true;
  }
  return typeof body === 'string' && READING_CALLS.test(body);
}
