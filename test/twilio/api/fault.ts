import type { TwilioAnswer } from '../server/route.ts';
import { errorJson } from '../pages/error-answer.ts';
import type { TwilioState } from '../state.ts';
import { TwilioError } from '../twilio-error.ts';

/** What goes wrong with the next requests to the REST APIs. */
export type ApiFault = {
  status: number;
  /** Seconds, or a date: what the header Retry-After says. Left out unless given. */
  retryAfter?: string;
  /** How many requests it meets, 1 unless given. */
  times?: number;
};

/** The answer of a fault that is waiting, which is used up by it. The first that was injected acts first. */
export function takeFault({ faults }: TwilioState): TwilioAnswer | undefined {
  const [fault] = faults;
  if (fault === undefined) {
    return undefined;
  }
  const left = (fault.times ?? 1) - 1;
  faults.splice(0, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
  const { status, retryAfter } = fault;
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  const error =
    status === 429 ? new TwilioError(20429, 'Too Many Requests') : new TwilioError(20500, 'An internal error occurred');
  return errorJson(error, headers, status);
}
