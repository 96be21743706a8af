import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApiFault } from '../api/fault.ts';
import type { TwilioAccount, TwilioOptions } from '../options.ts';
import type { TwilioState } from '../state.ts';
import type { LogEntry } from './request-log.ts';
import { serve } from './serve.ts';
import { hostsOf } from './sites.ts';

/** A Twilio that listens on loopback, whatever its account has. */
export type RunningTwilio = {
  /** Where it listens, without a trailing slash; every site answers there. */
  url: string;
  /** The hosts whose names lead to its sites, for a browser that is told to look for them on loopback. */
  hosts: readonly string[];
  account: TwilioAccount;
  /** Lets the next requests to the REST APIs fail, the public one among them. */
  inject(fault: ApiFault): void;
  /** Every request so far, oldest first. */
  log: readonly LogEntry[];
  clearLog(): void;
  /** Ends every connection and the server. */
  stop(): Promise<void>;
};

/** Serves a Twilio on 127.0.0.1. */
export async function startServer(twilio: TwilioState, options: TwilioOptions): Promise<RunningTwilio> {
  const log: LogEntry[] = [];
  const server = await listen(options, (incoming, outgoing) => void serve(twilio, log, incoming, outgoing));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    hosts: hostsOf(twilio.options),
    account: twilio.options.account,
    inject: (fault) => void twilio.faults.push(fault),
    log,
    clearLog: () => void log.splice(0),
    stop: () => stop(server),
  };
}

async function listen({ port, tls }: TwilioOptions, listener: RequestListener): Promise<Server> {
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port ?? 0, '127.0.0.1', resolve);
  });
  return server;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
