import { htmlAnswer, notFoundAnswer, restErrorAnswer, soapFaultAnswer } from './answers.ts';
import { RestError } from './rest-error.ts';
import type { OrgAnswer, OrgRequest, Route } from './route.ts';
import { checkSession } from '../login/sessions.ts';
import type { OrgState } from '../state.ts';
import { supportsVersion } from './versions.ts';

/**
 * Answers a request by the first route that fits. Unknown paths, methods, API versions and sessions are refused in the
 * form of the API they were meant for.
 */
export async function dispatch(routes: readonly Route[], request: OrgRequest, org: OrgState): Promise<OrgAnswer> {
  const known = routes.filter(({ path }) => path.test(request.path));
  if (known.length === 0) {
    return unknownPath(request);
  }
  const refusedVersion = refuseVersion(request, org);
  if (refusedVersion !== undefined) {
    return refusedVersion;
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = known.find((candidate) => candidate.method === method);
  if (route === undefined) {
    return unknownMethod(request, known);
  }
  if (route.session === 'none') {
    return handle(route, request, org);
  }
  const checked = checkSession(request, route.session, org);
  return 'refusal' in checked ? checked.refusal : handle(route, { ...request, session: checked.session }, org);
}

async function handle(route: Route, request: OrgRequest, org: OrgState): Promise<OrgAnswer> {
  try {
    return await route.handle(request, org);
  } catch (error) {
    if (error instanceof RestError) {
      return restErrorAnswer(error.status, error.errorCode, error.message, error.fields);
    }
    throw error;
  }
}

function unknownPath({ path }: OrgRequest): OrgAnswer {
  return path.startsWith('/services/')
    ? notFoundAnswer()
    : htmlAnswer(
        404,
        'URL No Longer Exists',
        'You have attempted to reach a URL that no longer exists on salesforce.com.',
      );
}

function unknownMethod({ method }: OrgRequest, known: Route[]): OrgAnswer {
  const allowed = [...new Set(known.map((route) => route.method))].join(',');
  const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed}`;
  return { ...restErrorAnswer(405, 'METHOD_NOT_ALLOWED', message), headers: { Allow: allowed } };
}

/** An API version that the org does not have: 404 by REST; the text of the SOAP fault is inferred. */
function refuseVersion({ path }: OrgRequest, org: OrgState): OrgAnswer | undefined {
  const [, api, version] = /^\/services\/(?:(data)\/v|Soap\/m\/)([^/]+)/.exec(path) ?? [];
  if (version === undefined || supportsVersion(org, version)) {
    return undefined;
  }
  return api === 'data'
    ? notFoundAnswer()
    : soapFaultAnswer('UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL');
}
