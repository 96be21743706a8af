import type { Transport } from '@jsforce/jsforce-node/lib/transport.js';
import type { Connection } from '@salesforce/core';
import { clock } from '../../http/clock.ts';
import type { HttpAnswer } from '../../http/http.ts';

/**
 * What is known of one login while a command works with it. It is kept for no longer than the connection, and never
 * shared between two, so that several orgs at once have each their own.
 */
export type Login = {
  /** Until when the user wants to wait, in milliseconds since 1970; undefined where no one said. */
  waitUntil: number | undefined;
  /** Hosts whose last read hung at every attempt: a command asks on after some failures, and would wait as long each time. */
  hangingHosts: Set<string>;
  /** How far the clock of a host is ahead of this machine's at least, in milliseconds, by its last answer. */
  aheadByHost: Map<string, number>;
  /** Requests whose session had expired once; the client sends the same object again after it has refreshed the session. */
  refreshedRequests: WeakSet<object>;
  /** Ids of deployments, by what is known of them. */
  deployments: {
    /** Started by this login, so that none of them is taken for another one whose id did not arrive. */
    started: Set<string>;
    /** Seen under way, so that none of them can be one that is sent later. */
    seen: Set<string>;
    /** Seen to end, in the short form of their ids. */
    ended: Set<string>;
  };
};

/**
 * By what carries the requests: the client hands no more than that to `httpRequest`, and a connection that is copied for
 * another API version keeps it.
 */
const logins = new WeakMap<Transport, Login>();

/** What is known of the login of a connection. */
export function loginOf({ _transport: transport }: Connection): Login {
  return loginOfTransport(transport);
}

/** The same for what carries the requests of a connection. */
export function loginOfTransport(transport: Transport): Login {
  const known = logins.get(transport) ?? newLogin();
  logins.set(transport, known);
  return known;
}

/** A login of which nothing is known yet. */
export function newLogin(): Login {
  return {
    waitUntil: undefined,
    hangingHosts: new Set(),
    aheadByHost: new Map(),
    refreshedRequests: new WeakSet(),
    deployments: { started: new Set(), seen: new Set(), ended: new Set() },
  };
}

/**
 * Bounds all that is asked of an org from now on, with its repeats, and all that is waited for there: what `--wait`
 * stands for.
 *
 * @param milliseconds from now.
 */
export function waitAtMost(connection: Connection, milliseconds: number): void {
  loginOf(connection).waitUntil = clock().now() + milliseconds;
}

/** Until when the end of something is waited for in an org, in milliseconds since 1970. */
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

/** The earliest time, in milliseconds since 1970, that an org's own clock can show now; undefined before its first answer. */
export function serverTime(connection: Connection): number | undefined {
  const ahead = loginOf(connection).aheadByHost.get(new URL(connection.instanceUrl).host);
  return ahead === undefined ? undefined : clock().now() + ahead;
}
