import type { Transport } from '@jsforce/jsforce-node/lib/transport.js';
import type { Connection } from '@salesforce/core';
import { clock } from '../../http/clock.ts';
import type { HttpAnswer } from '../../http/http.ts';

/**
 * What is known about one login while a command works with it. It is kept as long as the connection. Two connections
 * share nothing but `hangingHosts`, so that several orgs can be worked on at once.
 */
export type Login = {
  /** Until when the user wants to wait, in milliseconds since 1970; undefined if the user did not say. */
  waitUntil: number | undefined;
  /** Hosts whose last read timed out at every attempt, whoever sent it. A later read waits less for them. */
  hangingHosts: Set<string>;
  /** By how much the clock of a host is ahead of this machine's clock at least, in milliseconds, by its last answer. */
  aheadByHost: Map<string, number>;
  /**
   * Requests that were refused once for an expired session. The client refreshes it and sends the same object again.
   */
  refreshedRequests: WeakSet<object>;
  /** Ids of deployments, by what is known about them. */
  deployments: {
    /** Started by this login. None of them can be another one whose id did not arrive. */
    started: Set<string>;
    /** Seen under way. None of them can be one that is sent later. */
    seen: Set<string>;
    /** Known to have ended, in the short form of their ids. */
    ended: Set<string>;
  };
};

/**
 * The logins, by the transport that carries their requests. The client gives `httpRequest` only the transport, and a
 * copy of a connection for another API version keeps it.
 */
const logins = new WeakMap<Transport, Login>();

/** What is known about the login of a connection. */
export function loginOf({ _transport: transport }: Connection): Login {
  return loginOfTransport(transport);
}

/** The same, for the transport of a connection. */
export function loginOfTransport(transport: Transport): Login {
  const known = logins.get(transport) ?? newLogin();
  logins.set(transport, known);
  return known;
}

/**
 * One for the whole process: while flags are parsed, the client asks the org over a connection of its own, and a host
 * that hangs there hangs for the command too.
 */
const hangingHosts = new Set<string>();

/** A login about which nothing is known yet. */
export function newLogin(): Login {
  return {
    waitUntil: undefined,
    hangingHosts,
    aheadByHost: new Map(),
    refreshedRequests: new WeakSet(),
    deployments: { started: new Set(), seen: new Set(), ended: new Set() },
  };
}

/**
 * Limits the time of all later requests to an org, of their repeats, and of all waiting for that org. `--wait` sets it.
 *
 * @param milliseconds from now.
 */
export function waitAtMost(connection: Connection, milliseconds: number): void {
  loginOf(connection).waitUntil = clock().now() + milliseconds;
}

/** Until when a command waits for something in an org, in milliseconds since 1970. */
export function waitUntilOf(connection: Connection): number {
  return loginOf(connection).waitUntil ?? Infinity;
}

/** Learns the time of a host from the `Date` of an answer that has just come. */
export function learnServerTime({ aheadByHost }: Login, host: string, { headers }: Pick<HttpAnswer, 'headers'>): void {
  const date = Date.parse(headers['date'] ?? '');
  if (!Number.isNaN(date)) {
    aheadByHost.set(host, date - clock().now());
  }
}

/**
 * The earliest time that an org's clock can show now, in milliseconds since 1970; undefined before its first answer.
 */
export function serverTime(connection: Connection): number | undefined {
  const ahead = loginOf(connection).aheadByHost.get(new URL(connection.instanceUrl).host);
  return ahead === undefined ? undefined : clock().now() + ahead;
}
