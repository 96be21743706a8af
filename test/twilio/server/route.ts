import type { IncomingHttpHeaders } from 'node:http';
import type { TwilioState } from '../state.ts';

/**
 * What is emulated: SAML endpoint and app of Frontline, start, SAML endpoint and app of Flex, its public configuration, and
 * three REST APIs. Two of them share a host.
 */
export type Site =
  | 'iam'
  | 'login'
  | 'flex-authorize'
  | 'flex-login'
  | 'flex'
  | 'flex-config'
  | 'frontline-api'
  | 'flex-api'
  | 'conversations';

/** A request as handlers see it, its body read to the end. */
export type TwilioRequest = {
  method: string;
  /** Without the query, percent-encoded as it came. */
  path: string;
  query: URLSearchParams;
  /** The host that was asked for, without a port. */
  hostname: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

export type TwilioAnswer = {
  status: number;
  headers: Record<string, string>;
  body: string;
};

/** One entry of the address table. */
export type Route = {
  site: Site;
  method: 'GET' | 'POST';
  /** A group, if there is one, becomes the parameter. */
  path: RegExp;
  /** What is refused is thrown as a TwilioError. */
  handle(request: TwilioRequest, twilio: TwilioState, parameter: string): TwilioAnswer | Promise<TwilioAnswer>;
};

/** The fields of a form post; no fields when the body is something else. */
export function formOf({ headers, body }: TwilioRequest): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded(?:\s*;|$)/i.test(headers['content-type'] ?? '');
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}

export function redirectTo(location: string, headers: Record<string, string> = {}): TwilioAnswer {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store', ...headers }, body: '' };
}
