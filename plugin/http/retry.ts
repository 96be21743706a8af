/**
 * The wait before a request is sent again, in whole milliseconds: what the server asks for, or one that doubles with each
 * attempt and is spread by a quarter, so that many clients do not come back at the same moment.
 *
 * @param attempt the attempt that has just failed, from 1.
 * @param first the wait after the first attempt, in milliseconds.
 * @param retryAfter what the server asked for, in milliseconds.
 */
export function waitBeforeRetry(attempt: number, first: number, retryAfter?: number): number {
  return retryAfter ?? Math.round(first * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
}
