import { clock } from './clock.ts';
import type { HttpAnswer } from './http.ts';

/** Longest wait that a server's `Retry-After` may ask for, in milliseconds. */
const LONGEST_WAIT = 30_000;

/**
 * The wait that a server asks for, in milliseconds and bounded: seconds or a date (RFC 9110, section 10.2.3).
 *
 * @param now the time of the answer, in milliseconds.
 * @returns undefined if it asks for none.
 */
export function retryAfterOf(
  { headers }: Pick<HttpAnswer, 'headers'>,
  now: number = clock().now(),
): number | undefined {
  const value = headers['retry-after'] ?? '';
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return wait > 0 ? Math.min(wait, LONGEST_WAIT) : undefined;
}
