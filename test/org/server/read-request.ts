import type { IncomingMessage } from 'node:http';
import type { OrgRequest } from './route.ts';

/** A body that is longer than the org reads. */
export class BodyTooLarge extends Error {
  constructor(limit: number) {
    super(`The body is longer than ${limit} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/**
 * The request as handlers see it, its body read to the end.
 *
 * Leading double slashes and a trailing slash are taken off the path: clients that stored an instance URL with a
 * trailing slash send `//services/…`, which a URL parser would take for a host.
 *
 * @param limit the longest body that is read, in bytes.
 * @throws BodyTooLarge, as soon as it is known.
 */
export async function readRequest(incoming: IncomingMessage, limit: number): Promise<OrgRequest> {
  const { pathname, search, searchParams } = new URL(`http://org${(incoming.url ?? '/').replace(/^\/{2,}/, '/')}`);
  const body = await readBody(incoming, limit);
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  const soapMethod = path.startsWith('/services/Soap/') ? soapMethodOf(body) : undefined;
  return {
    method: incoming.method ?? 'GET',
    path,
    query: searchParams,
    rawQuery: search.slice(1),
    headers: incoming.headers,
    body,
    ...(soapMethod === undefined ? {} : { soapMethod }),
  };
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) {
    throw new BodyTooLarge(limit);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream lives on when reading stops, or the refusal could not be sent.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) {
      throw new BodyTooLarge(limit);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function soapMethodOf(body: Buffer): string | undefined {
  // A deployment carries megabytes of Base64 behind its method element; the first part of the text is enough.
  const text = body.subarray(0, 8192).toString('utf8');
  return /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(text)?.[1];
}
