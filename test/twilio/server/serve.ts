import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogEntry } from './request-log.ts';
import type { TwilioAnswer } from './route.ts';
import type { TwilioState } from '../state.ts';
import { dispatch } from './dispatch.ts';
import { readRequest } from './read-request.ts';

const TOO_LARGE: TwilioAnswer = {
  status: 413,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' },
  body: 'Request Entity Too Large',
};

/** Serves one HTTP request and writes it into the log. */
export async function serve(
  twilio: TwilioState,
  log: LogEntry[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await readRequest(incoming);
    if (request === undefined) {
      send(outgoing, TOO_LARGE);
      incoming.resume();
      return;
    }
    const { answer, entry } = await dispatch(request, twilio);
    // Noted before it is sent: whoever has read an answer finds it in the log.
    log.push(entry);
    send(outgoing, answer);
  } catch {
    // The client went away before its request was complete.
    outgoing.destroy();
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: TwilioAnswer): void {
  outgoing.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  outgoing.end(body);
}
