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

/** SOAP calls that only read. A repeated `retrieve` starts one more job, but changes nothing. */
const READING_CALLS =
  /<(?:checkDeployStatus|checkRetrieveStatus|listMetadata|readMetadata|describeMetadata|retrieve)[\s>]/;

/** Codes of requests that never reached the server. Even a write may then be sent again. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The status of a request that came too soon after others. The server has not carried it out (RFC 6585, 4). */
const NOT_DONE = 429;

/** The code of a request that took longer than its limit. */
const TIMED_OUT = 'ETIMEDOUT';

const OUTAGE = new Set([420, 429, 502, 503, 504]);

/** How often a request is tried, and the wait before the second attempt in milliseconds. Later waits double. */
const ATTEMPTS = 5;
const FIRST_WAIT = 250;

/** How often a read is tried if the server fails in a way that need not pass. */
const ATTEMPTS_AT_FAILURES = 3;

/** The time limit of a read in milliseconds, and how often a read is tried that gets no answer in time. */
const READ_LIMIT = 60_000;
const ATTEMPTS_IN_TIME = 2;

/** The time limit of a read, in milliseconds, if the last read of the same host timed out. */
const HANGING_LIMIT = 10_000;

/**
 * Gives every connection of this process our own transport, since the default one has two faults: a body that is cut
 * off ends the process, and SOAP calls that only read are never repeated (both measured with jsforce-node 3.12). The
 * class is changed, not a connection, since the flag for the org sends requests before a command gets its connection.
 *
 * Reads and deletions are repeated after outages, while the org has too much to do, and twice after a failure of the
 * server. Other writes are repeated only if the first one certainly did not arrive. An answer that is not one of the API
 * (an HTML page with status 200, an empty body) is a named error, never a result.
 *
 * @param connectionClass the class of the Salesforce libraries' connections.
 * @throws TransportNotInstalled if they use another copy of the client, which this would not change.
 */
export function installTransport(connectionClass: { prototype: object } = Connection): void {
  if (!(connectionClass.prototype instanceof JsforceConnection)) {
    throw setupError('TransportNotInstalled');
  }
  Object.assign(Transport.prototype, {
    // The client waits for the promise. It also pipes the stream, but does not use it once the promise has settled.
    httpRequest(this: Transport, request: HttpRequest) {
      return Object.assign(sendForClient(request, loginOfTransport(this)), { stream: () => new PassThrough() });
    },
  });
}

/** How long the last look at a deployment may take after the user's time is over, in milliseconds. */
const GRACE_AFTER_DEADLINE = 10_000;

/** Refreshes a session only once for each request. The client would go on forever if every new session were refused. */
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
 * Sends a request. After an outage it is sent again, if that is safe and the login has time left. The last answer is
 * returned if the API explains in it why it fails.
 *
 * @throws OrgUnreachable, RequestTimedOut, DeadlinePassed, AnswerLost (a write that may have arrived),
 * OrgAnswerUnexpected.
 */
export async function sendWithRetries(request: HttpRequest, login: Login): Promise<HttpAnswer> {
  // The client computes the length before it puts a refreshed token into the body, so the length can be wrong.
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
    const isLate = clock().now() + wait >= waitUntil + GRACE_AFTER_DEADLINE;
    if (attempt >= outcome.attempts || isLate) {
      if (outcome.timedOut === true) {
        hangingHosts.add(host);
      }
      if (outcome.answer !== undefined) {
        return outcome.answer;
      }
      throw outcome.error;
    }
    await clock().wait(wait);
  }
}

type Outcome =
  | { kind: 'answer'; answer: HttpAnswer }
  | {
      kind: 'fault';
      error: Error;
      /** An answer in which the API explains its failure. It says more than the error. */
      answer?: HttpAnswer;
      /** How often the request may be sent in total. */
      attempts: number;
      timedOut?: boolean;
      retryAfter?: number | undefined;
    };

async function attemptOnce(request: HttpRequest, login: Login): Promise<Outcome> {
  const repeatable = mayBeRepeated(request);
  const { host, pathname } = placeOf(request.url);
  const left = (login.waitUntil ?? Infinity) + GRACE_AFTER_DEADLINE - clock().now();
  if (left <= 0) {
    return { kind: 'fault', attempts: 1, error: setupError('DeadlinePassed', { tokens: [host, pathname] }) };
  }
  const usual = login.hangingHosts.has(host) ? HANGING_LIMIT : READ_LIMIT;
  // Half of the time is kept to find out what a write has done that gets no answer.
  const timeLimit = repeatable ? Math.min(usual, left) : Math.min(TIME_LIMIT, Math.ceil(left / 2));
  let answer: HttpAnswer;
  try {
    answer = await sendHttp(request, { timeLimit });
  } catch (reason) {
    const code = networkCode(reason);
    const mayRepeat = repeatable || NEVER_SENT.has(code);
    const inTime = login.hangingHosts.has(host) ? 1 : ATTEMPTS_IN_TIME;
    const timedOut = code === TIMED_OUT;
    const error = lossOf(request, code, { mayRepeat, timeLimit, left });
    return { kind: 'fault', attempts: mayRepeat ? (timedOut ? inTime : ATTEMPTS) : 1, timedOut, error };
  }
  const oddity = oddityOf(pathname, answer);
  const attempts = oddity === undefined ? attemptsAfter(answer) : ATTEMPTS;
  const mayRepeat = repeatable || answer.statusCode === NOT_DONE;
  if (oddity !== undefined || (mayRepeat && attempts > 1)) {
    const tokens = [host, oddity ?? 'no usable answer', answer.statusCode, pathname];
    return {
      kind: 'fault',
      attempts: mayRepeat ? attempts : 1,
      error: setupError('OrgAnswerUnexpected', { tokens }),
      ...(oddity === undefined && codeIn(answer) !== undefined ? { answer } : {}),
      retryAfter: retryAfterOf(answer),
    };
  }
  learnServerTime(login, host, answer);
  return { kind: 'answer', answer };
}

/** How often a read that gets such an answer may be sent in total. */
function attemptsAfter(answer: HttpAnswer): number {
  const { statusCode } = answer;
  const code = codeIn(answer);
  if (OUTAGE.has(statusCode) || (code !== undefined && PLATFORM.overload.test(code))) {
    return ATTEMPTS;
  }
  // SOAP answers with this status to whatever it refuses, REST only to its own failures.
  const isFailure = statusCode === 500 && (code === undefined || !isSoap(answer) || PLATFORM.serverFailure.test(code));
  return isFailure ? ATTEMPTS_AT_FAILURES : 1;
}

/** The code with which the API explains a failure; undefined if it does not, or if the answer is no failure. */
function codeIn({ statusCode, body }: HttpAnswer): string | undefined {
  const [, ofSoap, ofRest] = (statusCode < 400 ? undefined : PLATFORM.codeInAnswer.exec(body)) ?? [];
  return ofSoap ?? ofRest;
}

function isSoap({ body }: HttpAnswer): boolean {
  return body.includes('<faultcode>');
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

/** Where a request goes, for a sentence. The client adds a slash to a login's address, even if it ends with one. */
function placeOf(url: string): { host: string; pathname: string } {
  const { host, pathname } = new URL(url);
  return { host, pathname: pathname.replace(/\/{2,}/g, '/') };
}

/** Reads and deletions may be repeated. The org reports that a record is already deleted, and nothing else happens. */
function mayBeRepeated({ method, body }: HttpRequest): boolean {
  if (method !== 'POST' && method !== 'PATCH') {
    return true;
  }
  return typeof body === 'string' && READING_CALLS.test(body);
}
