import type { ServerResponse } from 'node:http';
import type { OrgAnswer } from './route.ts';

/** Writes the head of an answer. The length is always announced, so that a cut body can be told from a whole one. */
export function sendHead(outgoing: ServerResponse, answer: OrgAnswer): void {
  outgoing.writeHead(answer.status, {
    ...(answer.contentType === undefined ? {} : { 'Content-Type': answer.contentType }),
    'Content-Length': bodyOf(answer).length,
    ...answer.headers,
  });
}

/** Sends a whole answer. */
export function send(outgoing: ServerResponse, answer: OrgAnswer): void {
  if (answer.status === 204) {
    outgoing.writeHead(204, answer.headers).end();
    return;
  }
  sendHead(outgoing, answer);
  outgoing.end(bodyOf(answer));
}

export function bodyOf({ body = '' }: OrgAnswer): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body);
}
