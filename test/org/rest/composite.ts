import { jsonAnswer } from '../server/answers.ts';
import { RestError } from '../server/rest-error.ts';
import { rowsSnapshot } from '../database/rows.ts';
import type { OrgAnswer, OrgRequest, Route } from '../server/route.ts';
import { dispatch } from '../server/dispatch.ts';
import type { OrgState } from '../state.ts';
import { addressOf, jsonBody } from './api-request.ts';
import { resolveReferences, type Answers } from './composite-references.ts';

/** Subrequests in one request (REST API Developer Guide, "Composite"). */
const LIMIT = 25;

type Subrequest = {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
};

type Subanswer = {
  body: unknown;
  httpHeaders: Record<string, string | string[]>;
  httpStatusCode: number;
  referenceId: string;
};

/**
 * `POST composite`: subrequests in order, each of which may use what earlier ones answered as `@{reference.path}`. With
 * `allOrNone` the first failure puts everything back.
 *
 * @param routes what subrequests can reach: queries, records and collections (REST API Developer Guide, "Composite").
 */
export function compositeRoute(path: RegExp, routes: readonly Route[]): Route {
  return {
    method: 'POST',
    path,
    session: 'bearer',
    handle: async (request, org) => jsonAnswer({ compositeResponse: await answerAll(routes, request, org) }),
  };
}

async function answerAll(routes: readonly Route[], request: OrgRequest, org: OrgState): Promise<Subanswer[]> {
  const { compositeRequest, allOrNone } = jsonBody(request);
  const subrequests = readSubrequests(compositeRequest);
  const restore = allOrNone === true ? rowsSnapshot(org) : undefined;
  const bodies: Answers = new Map();
  const answers: Subanswer[] = [];
  for (const subrequest of subrequests) {
    const answer = await answerOne(routes, request, subrequest, bodies, org);
    answers.push(answer);
    if (answer.httpStatusCode < 400) {
      bodies.set(subrequest.referenceId, answer.body);
    } else if (restore !== undefined) {
      restore();
      return subrequests.map(({ referenceId }) => (referenceId === answer.referenceId ? answer : halted(referenceId)));
    }
  }
  return answers;
}

async function answerOne(
  routes: readonly Route[],
  outer: OrgRequest,
  subrequest: Subrequest,
  bodies: Answers,
  org: OrgState,
): Promise<Subanswer> {
  const { referenceId } = subrequest;
  try {
    const resolved = resolveReferences(subrequest, bodies) as Subrequest;
    return subanswerOf(referenceId, await dispatch(routes, innerRequest(outer, resolved), org));
  } catch (error) {
    if (error instanceof RestError) {
      return refusal(referenceId, error.status, error.errorCode, error.message);
    }
    throw error;
  }
}

/** @throws RestError for an address that is not of this API (text inferred). */
function innerRequest(outer: OrgRequest, { method, url, body, httpHeaders }: Subrequest): OrgRequest {
  const { base } = addressOf(outer);
  if (!url.startsWith('/services/data/v')) {
    throw new RestError(400, 'PROCESSING_HALTED', `Invalid URL in a subrequest: ${url}. It must begin with ${base}`);
  }
  const { pathname, searchParams } = new URL(url, 'http://org');
  return {
    method: method.toUpperCase(),
    path: pathname.replace(/\/+$/, ''),
    query: searchParams,
    headers: { ...httpHeaders, authorization: outer.headers.authorization },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}

function subanswerOf(referenceId: string, { status, body, headers = {} }: OrgAnswer): Subanswer {
  const text = (body ?? '').toString();
  return { body: text === '' ? null : JSON.parse(text), httpHeaders: headers, httpStatusCode: status, referenceId };
}

function halted(referenceId: string): Subanswer {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return refusal(referenceId, 400, 'PROCESSING_HALTED', message);
}

function refusal(referenceId: string, status: number, errorCode: string, message: string): Subanswer {
  return { body: [{ errorCode, message }], httpHeaders: {}, httpStatusCode: status, referenceId };
}

function readSubrequests(value: unknown): Subrequest[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new RestError(400, 'REQUIRED_FIELD_MISSING', 'Required field is missing: compositeRequest', [
      'compositeRequest',
    ]);
  }
  if (value.length > LIMIT) {
    const text = `Cannot have more than ${LIMIT} subrequests in a composite request`;
    throw new RestError(400, 'LIMIT_EXCEEDED', text);
  }
  const seen = new Set<string>();
  return value.map((entry) => readSubrequest(entry, seen));
}

function readSubrequest(value: unknown, seen: Set<string>): Subrequest {
  const entry = (value ?? {}) as Partial<Subrequest>;
  for (const name of ['method', 'url', 'referenceId'] as const) {
    if (typeof entry[name] !== 'string') {
      throw new RestError(400, 'REQUIRED_FIELD_MISSING', `Required field is missing: ${name}`, [name]);
    }
  }
  const subrequest = entry as Subrequest;
  if (!/^[A-Za-z]\w*$/.test(subrequest.referenceId) || seen.has(subrequest.referenceId)) {
    const text = `Provided referenceId ('${subrequest.referenceId}') must start with a letter or a number, can contain only letters, numbers and underscores, and must be unique`;
    throw new RestError(400, 'INVALID_INPUT', text);
  }
  seen.add(subrequest.referenceId);
  return subrequest;
}
