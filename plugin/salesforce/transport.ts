import { PassThrough } from 'node:stream';
import { setTimeout as timer } from 'node:timers/promises';
import { Transport } from '@jsforce/jsforce-node/lib/transport.js';
import { setupError } from '../errors.ts';
import { isHtml, networkCode, sendHttp, type HttpAnswer, type HttpRequest } from '../http/http.ts';
import { retryAfterOf, type Wait } from '../http/retry-after.ts';

/** SOAP calls that only read; a repeated `retrieve` makes one more job and changes nothing. */
const READING_CALLS =
  /<(?:checkDeployStatus|checkRetrieveStatus|listMetadata|readMetadata|describeMetadata|retrieve)[\s>]/;

/** The request never reached the server, so that even a write may be sent again. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

const OUTAGE = new Set([420, 429, 502, 503, 504]);

/** Attempts of one request, and the wait before the second one in milliseconds; it doubles from there. */
const ATTEMPTS = 5;
const FIRST_WAIT = 250;

/**
 * Puts a transport of our own under every connection of this process, for two faults of the default one: a body that
 * is cut half-way ends the process, and SOAP calls that only read are never repeated (both measured with jsforce-node
 * 3.12). It is put under the class, since the requests that look up the org of a flag are sent before a command can
 * get hold of their connection.
 *
 * Reads are repeated after outages, writes only where the first one surely did not arrive. Whatever is no answer of
 * the API (an HTML page with status 200, an empty body) is a named error, never a result.
 */
export function installTransport(wait: Wait = timer): void {
  Object.assign(Transport.prototype, {
    // The client waits for a promise and pipes a stream of which it uses nothing once the promise has settled.
    httpRequest: (request: HttpRequest) =>
      Object.assign(sendWithRetries(request, wait), { stream: () => new PassThrough() }),
  });
}

/**
 * Sends a request, again after outages as far as that is safe.
 *
 * @throws OrgUnreachable, AnswerLost (a write whose fate is not known), OrgAnswerUnexpected.
 */
export async function sendWithRetries(request: HttpRequest, wait: Wait = timer): Promise<HttpAnswer> {
  // The length that the client computed is wrong once it has put a refreshed token into the body.
  const { 'content-length': _length, ...headers } = request.headers ?? {};
  const prepared = { ...request, headers };
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(prepared);
    if (outcome.kind === 'answer') {
      return outcome.answer;
    }
    if (attempt === ATTEMPTS || !outcome.mayRepeat) {
      throw outcome.error;
    }
    await wait(outcome.retryAfter ?? FIRST_WAIT * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
  }
}

type Outcome =
  | { kind: 'answer'; answer: HttpAnswer }
  | { kind: 'fault'; error: Error; mayRepeat: boolean; retryAfter?: number | undefined };

async function attemptOnce(request: HttpRequest): Promise<Outcome> {
  const reads = isRead(request);
  const { host, pathname } = new URL(request.url);
  let answer: HttpAnswer;
  try {
    answer = await sendHttp(request);
  } catch (error) {
    const code = networkCode(error);
    const mayRepeat = reads || NEVER_SENT.has(code);
    return {
      kind: 'fault',
      mayRepeat,
      error: setupError(mayRepeat ? 'OrgUnreachable' : 'AnswerLost', { tokens: [host, code, pathname] }),
    };
  }
  const oddity = oddityOf(answer);
  if (oddity !== undefined || (OUTAGE.has(answer.statusCode) && reads)) {
    const error = setupError('OrgAnswerUnexpected', {
      tokens: [host, oddity ?? 'no usable answer', answer.statusCode, pathname],
    });
    return { kind: 'fault', mayRepeat: reads, error, retryAfter: retryAfterOf(answer) };
  }
  return { kind: 'answer', answer };
}

function isRead({ method, body }: HttpRequest): boolean {
  if (method !== 'POST' && method !== 'PATCH') {
    return true;
  }
  return typeof body === 'string' && READING_CALLS.test(body);
}

/** What is wrong with the kind of an answer, or nothing. */
function oddityOf(answer: HttpAnswer): string | undefined {
  if (isHtml(answer)) {
    const title = /<title>([^<]{1,120})/i.exec(answer.body)?.[1]?.trim();
    return title === undefined ? 'an HTML page' : `an HTML page titled "${title}"`;
  }
  return answer.body === '' && [200, 201].includes(answer.statusCode) ? 'an empty body' : undefined;
}
