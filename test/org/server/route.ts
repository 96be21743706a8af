import type { IncomingHttpHeaders } from 'node:http';
import type { OrgState, Session } from '../state.ts';

/** A request as handlers see it: the path without leading double slashes, the body read to its end. */
export type OrgRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The query as it was sent, without the question mark; a signature of the HTTP-Redirect binding is made over it. */
  rawQuery?: string;
  /** The method element of a SOAP body, for example `deploy`. */
  soapMethod?: string;
  /** Present on routes that need a session, once it was found valid. */
  session?: Session;
};

/** An answer as handlers give it. */
export type OrgAnswer = {
  status: number;
  contentType?: string;
  body?: string | Buffer;
  headers?: Record<string, string | string[]>;
};

/**
 * One entry of the org's address table. The first route whose method and path match answers.
 * `session` says where the token of the request is looked for, and so in which form a missing or expired one is
 * refused: `bearer` in the Authorization header (401, a JSON array), `soap` in the envelope (a fault), `identity` in the
 * header, the query or a form (403 and a text, as the OAuth endpoints do); `none` leaves the request alone.
 */
export type Route = {
  method: string;
  path: RegExp;
  session: 'bearer' | 'soap' | 'identity' | 'none';
  handle(request: OrgRequest, org: OrgState): OrgAnswer | Promise<OrgAnswer>;
};
