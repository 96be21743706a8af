import { once } from 'node:events';
import { request as requestPlainly, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { text } from 'node:stream/consumers';

export type LoopbackAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

/** What a small browser does: one request at a time, cookies kept, redirects left to the caller. */
export type LoopbackClient = {
  get(url: string, headers?: Record<string, string>): Promise<LoopbackAnswer>;
  /** Sends a form. */
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<LoopbackAnswer>;
};

type Cookie = { name: string; value: string; host: string; withSubdomains: boolean };
type Sending = { method: string; headers: Record<string, string>; body: string };

const LOOPBACK = /^(?:127\.0\.0\.1|localhost)$/;

/**
 * A client that looks for named hosts on loopback, and sends nothing anywhere else.
 *
 * @param places where each host listens, for example `{ 'iam.twilio.com': 'http://127.0.0.1:40001' }`.
 * @param ca the certificate to trust where a place speaks HTTPS.
 */
export function createLoopbackClient(places: Record<string, string>, ca?: string): LoopbackClient {
  const jar: Cookie[] = [];
  const exchange = async (address: string, { method, headers, body }: Sending): Promise<LoopbackAnswer> => {
    const url = new URL(address);
    const place = placeOf(url, places);
    const cookie = cookiesFor(url.hostname, jar);
    const answer = await send(place, url, ca, {
      method,
      headers: { host: url.host, ...(cookie === '' ? {} : { cookie }), ...headers },
      body,
    });
    keepCookies(url.hostname, answer, jar);
    return answer;
  };
  return {
    get: (url, headers = {}) => exchange(url, { method: 'GET', headers, body: '' }),
    post(url, form, headers = {}) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      return exchange(url, {
        method: 'POST',
        headers: { ...type, ...headers },
        body: String(new URLSearchParams(form)),
      });
    },
  };
}

function placeOf(url: URL, places: Record<string, string>): URL {
  const place = places[url.hostname] ?? (LOOPBACK.test(url.hostname) ? url.origin : undefined);
  if (place === undefined) {
    throw new Error(`no place on loopback is known for ${url.hostname}`);
  }
  return new URL(place);
}

async function send(place: URL, url: URL, ca: string | undefined, sending: Sending): Promise<LoopbackAnswer> {
  const { method, headers, body } = sending;
  const target = { host: place.hostname, port: place.port, path: url.pathname + url.search, method, headers };
  const outgoing =
    place.protocol === 'https:'
      ? requestSecurely({ ...target, servername: url.hostname, ...(ca === undefined ? {} : { ca }) })
      : requestPlainly(target);
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) };
}

function cookiesFor(hostname: string, jar: Cookie[]): string {
  return jar
    .filter((cookie) => belongsTo(hostname, cookie))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/** A newer cookie takes the place of the older one; one for a domain that the host does not belong to is refused. */
function keepCookies(hostname: string, { headers }: LoopbackAnswer, jar: Cookie[]): void {
  for (const line of headers['set-cookie'] ?? []) {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    const domain = /;\s*Domain=([^;]+)/i.exec(line)?.[1];
    const cookie = { name, value, host: domain ?? hostname, withSubdomains: domain !== undefined };
    if (belongsTo(hostname, cookie)) {
      const older = jar.findIndex((kept) => kept.name === name && kept.host === cookie.host);
      jar.splice(older < 0 ? jar.length : older, 1, cookie);
    }
  }
}

function belongsTo(hostname: string, { host, withSubdomains }: Cookie): boolean {
  return hostname === host || (withSubdomains && hostname.endsWith(`.${host}`));
}
