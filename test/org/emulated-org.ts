import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createOrgState } from './create-state.ts';
import { createFaultSwitch, type Fault, type FaultSwitch, type InjectedFault } from './faults/fault.ts';
import { issueRefreshToken } from './login/issue.ts';
import type { LogEntry } from './server/request-log.ts';
import { ROUTES } from './routes.ts';
import { findRow } from './database/rows.ts';
import { serve, type OrgServer } from './server/handler.ts';
import { openSession } from './login/sessions.ts';
import type { OrgOptions, OrgState } from './state.ts';

/** An emulated Salesforce org that listens on loopback. */
export type EmulatedOrg = {
  /** Its address, without a trailing slash; also its My Domain unless the options name another. */
  url: string;
  /** Everything the org knows; tests may look and change. */
  state: OrgState;
  /** A session of the administrator, in the form that the CLI takes in place of a username. */
  token: string;
  /** The administrator's username. */
  username: string;
  /** Every request so far, oldest first. */
  log: readonly LogEntry[];
  clearLog(): void;
  /** Lets requests fail. Faults stay until they are used up or removed. */
  inject(fault: Fault): InjectedFault;
  /**
   * A new session of a user, the administrator unless named.
   *
   * @throws Error for an unknown username.
   */
  signIn(username?: string): string;
  /** A refresh token of a user, the administrator unless named, as an earlier login of the CLI would have got it. */
  refreshToken(username?: string): string;
  /** Ends every connection and the server. */
  stop(): Promise<void>;
};

/**
 * How an org is started: with `tls` (PEM texts) it speaks HTTPS, as a browser needs it under a My Domain's name; with
 * `faults` that switch decides which requests fail.
 */
export type StartOptions = OrgOptions & { tls?: { key: string; cert: string }; faults?: FaultSwitch };

/** Starts an org on 127.0.0.1. Any number of them run side by side; each has its own ids, users and state. */
export async function startEmulatedOrg({
  tls,
  faults = createFaultSwitch(),
  ...options
}: StartOptions = {}): Promise<EmulatedOrg> {
  const server = createServerFor(tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = createOrgState(options, url);
  const log: LogEntry[] = [];
  const orgServer: OrgServer = { org: state, routes: ROUTES, faults, log };
  server.on('request', (incoming, outgoing) => void serve(orgServer, incoming, outgoing));
  return {
    url,
    state,
    token: openSession(state, state.adminId).token,
    username: String(findRow(state, 'User', { Id: state.adminId })?.['Username']),
    log,
    clearLog: () => void log.splice(0),
    inject: (fault) => faults.inject(fault),
    signIn: (username) => openSession(state, userIdOf(state, username)).token,
    refreshToken: (username) => issueRefreshToken(state, userIdOf(state, username), 'PlatformCLI'),
    stop: () => stopServer(server),
  };
}

function createServerFor(tls: StartOptions['tls']): Server {
  const limits = { maxHeaderSize: 64 * 1024, keepAliveTimeout: 0 };
  return tls === undefined ? createServer(limits) : createSecureServer({ ...limits, ...tls });
}

function userIdOf(org: OrgState, username: string | undefined): string {
  const user = findRow(org, 'User', username === undefined ? { Id: org.adminId } : { Username: username });
  if (user === undefined) {
    throw new Error(`No user ${username}`);
  }
  return user.Id;
}

async function stopServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
