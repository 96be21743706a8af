import { clock } from '../../http/clock.ts';
import type { HttpAnswer } from '../../http/http.ts';

/** How far the clock of a host is ahead of this machine's at least, in milliseconds, by its last answer. */
const ahead = new Map<string, number>();

/** Learns the time of a host from the `Date` of an answer that has just come. */
export function learnServerTime(host: string, { headers }: Pick<HttpAnswer, 'headers'>): void {
  const date = Date.parse(headers['date'] ?? '');
  if (!Number.isNaN(date)) {
    ahead.set(host, date - clock().now());
  }
}

/** The earliest time, in milliseconds since 1970, that a host's own clock can show now; undefined before its first answer. */
export function serverTime(host: string): number | undefined {
  const offset = ahead.get(host);
  return offset === undefined ? undefined : clock().now() + offset;
}
