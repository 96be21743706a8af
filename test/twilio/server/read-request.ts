import type { IncomingMessage } from 'node:http';
import type { TwilioRequest } from './route.ts';

/** The longest body that is read, in bytes; a sign-in has about twelve thousand. */
const BODY_LIMIT = 1024 * 1024;

/** The request with its whole body, or undefined when the body is longer than is read. */
export async function readRequest(incoming: IncomingMessage): Promise<TwilioRequest | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream lives on when reading stops, or the refusal could not be sent.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) {
      return undefined;
    }
    chunks.push(chunk);
  }
  const { headers, method = 'GET', url = '/' } = incoming;
  return {
    method: method === 'HEAD' ? 'GET' : method,
    path: url.replace(/[?#].*$/, ''),
    query: new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? ''),
    hostname: (headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    headers,
    body: Buffer.concat(chunks),
  };
}
