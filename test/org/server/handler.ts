import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { htmlAnswer, restErrorAnswer } from './answers.ts';
import { act, type Exchange } from '../faults/actions.ts';
import type { FaultSwitch } from '../faults/fault.ts';
import { advanceDeployments } from '../metadata/deployment/deployments.ts';
import { operationOf, type LogEntry } from './request-log.ts';
import type { OrgAnswer, OrgRequest, Route } from './route.ts';
import { tokenOf } from '../login/sessions.ts';
import type { OrgState } from '../state.ts';
import { dispatch } from './dispatch.ts';
import { BodyTooLarge, readRequest } from './read-request.ts';
import { send } from './send.ts';

/** The longest body, in bytes: a deployment of 39 MB (Metadata API Developer Guide, limits) in Base64, and its envelope. */
const BODY_LIMIT = 56 * 1024 * 1024;

/** The longest address, in bytes (REST API Developer Guide: a longer URI is refused with 414). */
const URI_LIMIT = 16_384;

/** What a handler works with. */
export type OrgServer = {
  org: OrgState;
  routes: readonly Route[];
  faults: FaultSwitch;
  log: LogEntry[];
};

/** Serves one HTTP request: reads it, lets an injected fault act or answers it, and writes it into the log. */
export async function serve(server: OrgServer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (Buffer.byteLength(incoming.url ?? '') > URI_LIMIT) {
    send(outgoing, htmlAnswer(414, 'URI Too Long', 'The length of the URI exceeds the 16,384-byte limit.'));
    return;
  }
  const request = await readOrRefuse(incoming, outgoing);
  if (request !== undefined) {
    await serveRequest(server, request, outgoing);
  }
}

async function readOrRefuse(incoming: IncomingMessage, outgoing: ServerResponse): Promise<OrgRequest | undefined> {
  try {
    return await readRequest(incoming, BODY_LIMIT);
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      const answer = htmlAnswer(413, 'Request Entity Too Large', error.message);
      send(outgoing, { ...answer, headers: { Connection: 'close' } });
      incoming.resume();
    } else {
      // The client went away before its request was complete, or sent no request at all.
      outgoing.destroy();
    }
    return undefined;
  }
}

async function serveRequest(server: OrgServer, request: OrgRequest, outgoing: ServerResponse): Promise<void> {
  const { org, faults, log } = server;
  const operation = operationOf(request);
  const action = faults.next(request, operation);
  const entry: LogEntry = {
    method: request.method,
    path: request.path,
    operation,
    soapMethod: request.soapMethod,
    status: undefined,
    fault: action?.kind,
    crash: undefined,
  };
  log.push(entry);
  if (org.options.latency > 0) {
    await wait(org.options.latency);
  }
  // A deployment ends when its time has come, whoever asks for what next.
  advanceDeployments(org);
  const exchange: Exchange = {
    request,
    outgoing,
    answer: () => answerOf(server, request, entry),
    expireSession: () => expireSession(org, request),
  };
  if (action !== undefined) {
    entry.status = await act(action, exchange);
    faults.acted?.(action);
    return;
  }
  const answer = await exchange.answer();
  // Noted before it is sent: whoever has read an answer finds it in the log.
  entry.status = answer.status;
  send(outgoing, answer);
}

async function answerOf({ org, routes }: OrgServer, request: OrgRequest, entry: LogEntry): Promise<OrgAnswer> {
  try {
    return withDate(withLimits(await dispatch(routes, request, org), request, org), org);
  } catch (error) {
    entry.crash = error instanceof Error ? error : new Error(String(error));
    return restErrorAnswer(500, 'UNKNOWN_EXCEPTION', `The emulated org failed: ${entry.crash.stack}`);
  }
}

/** Answers of the REST API say how many requests of the day are used (REST API Developer Guide, "Limit Info Header"). */
function withLimits(answer: OrgAnswer, { path }: OrgRequest, { apiUsage }: OrgState): OrgAnswer {
  if (!/^\/services\/data\/v/.test(path) || answer.status === 401) {
    return answer;
  }
  apiUsage.used += 1;
  return {
    ...answer,
    headers: { 'Sforce-Limit-Info': `api-usage=${apiUsage.used}/${apiUsage.limit}`, ...answer.headers },
  };
}

/** The time of an answer is that of the org's clock, by which its records and components are dated. */
function withDate(answer: OrgAnswer, org: OrgState): OrgAnswer {
  return { ...answer, headers: { Date: org.now().toUTCString(), ...answer.headers } };
}

function expireSession(org: OrgState, request: OrgRequest): void {
  const session = org.sessions.get(tokenOf(request, request.soapMethod === undefined ? 'identity' : 'soap'));
  if (session !== undefined) {
    session.expired = true;
  }
}
