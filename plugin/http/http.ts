import { EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici';
import { clock } from './clock.ts';

export type HttpRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

/** An answer whose body was read to its end. */
export type HttpAnswer = { statusCode: number; headers: Record<string, string>; body: string; cookies: string[] };

export type HttpOptions = {
  /** Redirects are followed for GET alone unless told otherwise: a redirected POST may lose its body on the way. */
  redirect?: 'follow' | 'manual';
  /** Longest time the request may take, in milliseconds. */
  timeLimit?: number;
  /** Longest body that is read, in bytes. */
  sizeLimit?: number;
};

/** The longest time that a request may take unless told otherwise, in milliseconds. */
export const TIME_LIMIT = 120_000;

/** No answer of the APIs in use comes near this size. A larger one should not be kept in memory. */
const SIZE_LIMIT = 64 * 1024 * 1024;

let dispatcher: Dispatcher | undefined;

/**
 * Sends one request and reads the whole answer. Proxies of the environment are honoured, also `no_proxy`.
 *
 * @throws what the network throws. A body that is cut short or too long is such an error too.
 */
export async function sendHttp(request: HttpRequest, options: HttpOptions = {}): Promise<HttpAnswer> {
  return clock().within(options.timeLimit ?? TIME_LIMIT, (signal) => sendUntil(signal, request, options));
}

async function sendUntil(signal: AbortSignal, request: HttpRequest, options: HttpOptions): Promise<HttpAnswer> {
  const { method, url, headers = {}, body } = request;
  dispatcher ??= new EnvHttpProxyAgent({ allowH2: false });
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    redirect: options.redirect ?? (method === 'GET' ? 'follow' : 'manual'),
    signal,
    dispatcher,
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await textOf(response, options.sizeLimit ?? SIZE_LIMIT),
    cookies: response.headers.getSetCookie(),
  };
}

async function textOf(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > limit) {
      throw Object.assign(new Error(`the answer has more than ${limit} bytes`), { code: 'BODY_TOO_LONG' });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The code of a network failure (`ECONNREFUSED`, `UND_ERR_SOCKET`, …), which undici hides one or two causes deep. If
 * there is no code, the innermost message.
 */
export function networkCode(error: unknown): string {
  let words = 'unknown cause';
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code, name } = current as { code?: unknown; name: string };
    if (typeof code === 'string') {
      return code;
    }
    if (name === 'TimeoutError') {
      return 'ETIMEDOUT';
    }
    words = current.message;
  }
  return words;
}

/** Whether a body is an HTML page, as proxies and maintenance pages answer, also with status 200. */
export function isHtml({ headers, body }: Pick<HttpAnswer, 'headers' | 'body'>): boolean {
  return /text\/html/i.test(headers['content-type'] ?? '') || /^\s*(?:<!doctype html|<html)/i.test(body);
}
