import { RestError } from '../server/rest-error.ts';
import type { OrgRequest } from '../server/route.ts';
import type { Api } from '../schema/field.ts';

const BASE = /^(\/services\/data\/v\d+\.\d)(\/tooling)?/;

/** The path of a resource in every API version, of the data API and the Tooling API alike. */
export function resource(pattern: string): RegExp {
  return new RegExp(`^/services/data/v\\d+\\.\\d(?:/tooling)?/${pattern}$`);
}

/** The API a request speaks, the path of its version (`/services/data/v66.0`) and what follows. */
export function addressOf({ path }: OrgRequest): { api: Api; base: string; rest: string } {
  const [whole = '', base = '', tooling] = BASE.exec(path) ?? [];
  return { api: tooling === undefined ? 'data' : 'tooling', base, rest: path.slice(whole.length + 1) };
}

/** Who asks. Routes of the REST API have a session when their handlers are called. */
export function userIdOf({ session }: OrgRequest): string {
  if (session === undefined) {
    throw new Error('A route that asks for a session was called without one');
  }
  return session.userId;
}

/**
 * The object in a request's body.
 *
 * @throws RestError JSON_PARSER_ERROR (text inferred).
 */
export function jsonBody({ body }: OrgRequest): Record<string, unknown> {
  const value = parse(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RestError(
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no object in it',
    );
  }
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RestError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : String(error));
  }
}
