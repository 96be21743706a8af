import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApiFault } from './api/fault.ts';
import type { FrontlineUser } from './api/user.ts';
import { readConsoleForm, type ConsoleForm } from './console-form.ts';
import { settle, type TwilioAccount, type TwilioOptions } from './options.ts';
import type { LogEntry } from './server/request-log.ts';
import { serve } from './server/serve.ts';
import { hostsOf } from './server/sites.ts';
import { createState } from './state.ts';

/** An emulated Twilio that listens on loopback: SAML service provider, Frontline app, and the REST APIs around them. */
export type EmulatedTwilio = {
  /** Where it listens, without a trailing slash; every site answers there. */
  url: string;
  /** The hosts whose names lead to one site each, for a browser that is told to look for them on loopback. */
  hosts: readonly string[];
  realmSid: string;
  entityId: string;
  /** What Twilio holds for the address of its assertion consumer service. */
  acsUrl: string;
  /** What Twilio holds for the address of the login page. */
  loginPageUrl: string;
  account: TwilioAccount;
  /**
   * Saves the page "Single sign-on" of the Console.
   *
   * @throws ConsoleFormRefused that names the field.
   */
  configure(form: ConsoleForm): void;
  /** Presses Reset on that page: nothing is saved any longer. */
  reset(): void;
  /** The User resources, in the order of their first sign-ins. */
  users(): FrontlineUser[];
  /**
   * Blocks a user.
   *
   * @throws Error when nobody with this identity has signed in.
   */
  deactivate(identity: string): void;
  /** Lets the next requests to the REST APIs fail. */
  inject(fault: ApiFault): void;
  /** Every request so far, oldest first. */
  log: readonly LogEntry[];
  clearLog(): void;
  /** Ends every connection and the server. */
  stop(): Promise<void>;
};

/** Starts a Twilio on 127.0.0.1. Any number of them run side by side; each has its own realm, account and users. */
export async function startEmulatedTwilio(options: TwilioOptions = {}): Promise<EmulatedTwilio> {
  const twilio = createState(settle(options));
  const log: LogEntry[] = [];
  const server = await listen(options, (incoming, outgoing) => void serve(twilio, log, incoming, outgoing));
  const { port } = server.address() as AddressInfo;
  const { realmSid, loginUrl, account, switches } = twilio.options;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    hosts: [...new Set(Object.values(hostsOf(twilio.options)))],
    realmSid,
    entityId: twilio.entityId,
    acsUrl: twilio.acsUrl,
    loginPageUrl: `${loginUrl}/login`,
    account,
    configure(form) {
      twilio.settings = readConsoleForm(form, switches);
    },
    reset() {
      twilio.settings = undefined;
    },
    users: () => [...twilio.users.values()],
    deactivate(identity) {
      const user = twilio.users.get(identity);
      if (user === undefined) {
        throw new Error(`nobody has signed in as ${identity}`);
      }
      twilio.users.set(identity, { ...user, state: 'deactivated' });
    },
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
