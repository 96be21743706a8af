import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { htmlAnswer, restErrorAnswer, soapFaultAnswer } from '../server/answers.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import { bodyOf, send, sendHead } from '../server/send.ts';
import type { FaultAction } from './fault.ts';

/** A request on its way: what came, where the answer goes, how to get the org's own answer, how to end its session. */
export type Exchange = {
  request: OrgRequest;
  outgoing: ServerResponse;
  answer(): Promise<OrgAnswer>;
  expireSession(): void;
};

/** What left the org: a status, or undefined if no whole answer did. */
type Sent = Promise<number | undefined> | number | undefined;

/** Milliseconds for half a body to reach the client before the reset that would make it throw the half away. */
const TIME_TO_ARRIVE = 20;

/** Lets a fault act on a request. Returns the status that was sent, or undefined if no answer left the org. */
export async function act(action: FaultAction, exchange: Exchange): Promise<number | undefined> {
  switch (action.kind) {
    case 'status':
      return answerStatus(action, exchange);
    case 'soap-fault':
      return answerSoapFault(action, exchange);
    case 'overload':
      return refuseForLoad(action, exchange);
    case 'delay':
      return delay(action, exchange);
    case 'hold':
      await action.until;
      return sendAll(exchange, await exchange.answer());
    case 'reset':
      return reset(exchange);
    case 'reset-after':
      return resetAfter(exchange);
    case 'close':
      return close(exchange);
    case 'hang':
      return hang(action);
    case 'hang-after':
      await exchange.answer();
      return hang(action);
    case 'stall':
      return stall(exchange);
    case 'cut':
      return cut(exchange);
    case 'truncate':
      return truncate(exchange);
    case 'html':
      return answerPage(exchange);
    case 'empty':
      return answerNothing(exchange);
    case 'expire-token':
      return expireToken(exchange);
  }
}

function sendAll({ outgoing }: Exchange, answer: OrgAnswer): number {
  send(outgoing, answer);
  return answer.status;
}

function answerStatus(action: Extract<FaultAction, { kind: 'status' }>, exchange: Exchange): Sent {
  const { status, contentType, body, headers } = action;
  return sendAll(exchange, {
    status,
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  });
}

function answerSoapFault({ code, text }: Extract<FaultAction, { kind: 'soap-fault' }>, exchange: Exchange): Sent {
  return sendAll(exchange, soapFaultAnswer(code, text));
}

function refuseForLoad({ code }: Extract<FaultAction, { kind: 'overload' }>, exchange: Exchange): Sent {
  const { path, soapMethod } = exchange.request;
  const text = 'The server is busy. Try again later.';
  if (soapMethod !== undefined) {
    return sendAll(exchange, soapFaultAnswer(code, text));
  }
  return sendAll(
    exchange,
    path.startsWith('/services/') ? restErrorAnswer(503, code, text) : htmlAnswer(503, 'Service Unavailable', text),
  );
}

async function delay({ milliseconds }: Extract<FaultAction, { kind: 'delay' }>, exchange: Exchange): Promise<number> {
  await wait(milliseconds, undefined, { ref: false });
  return sendAll(exchange, await exchange.answer());
}

function hang({ met }: { met?: () => void }): Sent {
  met?.();
  return undefined;
}

function reset({ outgoing }: Exchange): Sent {
  outgoing.socket?.resetAndDestroy();
  return undefined;
}

async function resetAfter(exchange: Exchange): Promise<undefined> {
  await exchange.answer();
  exchange.outgoing.socket?.resetAndDestroy();
}

function close({ outgoing }: Exchange): Sent {
  outgoing.socket?.destroy();
  return undefined;
}

async function stall({ outgoing, answer }: Exchange): Promise<undefined> {
  await sendHalf(outgoing, await answer());
}

async function cut({ outgoing, answer }: Exchange): Promise<undefined> {
  await sendHalf(outgoing, await answer());
  outgoing.socket?.end();
}

async function truncate({ outgoing, answer }: Exchange): Promise<undefined> {
  await sendHalf(outgoing, await answer());
  await wait(TIME_TO_ARRIVE);
  outgoing.socket?.resetAndDestroy();
}

function answerPage(exchange: Exchange): Sent {
  return sendAll(
    exchange,
    htmlAnswer(200, 'Scheduled Maintenance', 'We are down for maintenance. Please try again later.'),
  );
}

function answerNothing(exchange: Exchange): Sent {
  const contentType = exchange.request.soapMethod === undefined ? 'application/json' : 'text/xml';
  return sendAll(exchange, { status: 200, contentType: `${contentType};charset=UTF-8` });
}

async function expireToken(exchange: Exchange): Promise<number> {
  exchange.expireSession();
  return sendAll(exchange, await exchange.answer());
}

async function sendHalf(outgoing: ServerResponse, answer: OrgAnswer): Promise<void> {
  const body = bodyOf(answer);
  sendHead(outgoing, answer);
  await new Promise<void>((resolve) => {
    outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => resolve());
  });
}
