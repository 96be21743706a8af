import { EnvHttpProxyAgent, fetch, type Dispatcher } from 'undici';

export type HttpRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

/** An answer whose body was read to its end. */
export type HttpAnswer = { statusCode: number; headers: Record<string, string>; body: string };

/** Longest time one request may take, in milliseconds. */
const REQUEST_LIMIT = 120_000;

let dispatcher: Dispatcher | undefined;

/**
 * Sends one request and reads the whole answer. Proxies of the environment are honoured, also `no_proxy`.
 *
 * Redirects are followed for GET alone: a redirected POST may lose its body on the way.
 *
 * @throws what the network throws; a body cut half-way is an error like any other.
 */
export async function sendHttp({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
  dispatcher ??= new EnvHttpProxyAgent({ allowH2: false });
  const response = await fetch(url, {
    method,
    headers: headers ?? {},
    ...(body === undefined ? {} : { body }),
    redirect: method === 'GET' ? 'follow' : 'manual',
    signal: AbortSignal.timeout(REQUEST_LIMIT),
    dispatcher,
  });
  const text = await response.text();
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: text };
}

/** The code of a network failure (`ECONNREFUSED`, `UND_ERR_SOCKET`, …), which undici hides one or two causes deep. */
export function networkCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') {
      return code;
    }
    if (current.name === 'TimeoutError') {
      return 'ETIMEDOUT';
    }
  }
  return 'UNKNOWN';
}

/** Whether a body is an HTML page, as proxies and maintenance pages answer, also with status 200. */
export function isHtml({ headers, body }: HttpAnswer): boolean {
  return /text\/html/i.test(headers['content-type'] ?? '') || /^\s*(?:<!doctype html|<html)/i.test(body);
}
