import type { FaultAction } from '../org/faults/fault.ts';
import type { OrgRequest } from '../org/server/route.ts';

/** A fault of the matrix. Its action depends on the API that is asked. It is undefined if the fault cannot happen there. */
export type MatrixFault = {
  name: string;
  actionFor: (request: OrgRequest) => FaultAction | undefined;
  /**
   * An earlier fault in the list that has the same result if it lasts. The plugin recognises a page by its form, before
   * it looks at the status.
   */
  lastsLike?: string;
};

type Api = 'soap' | 'rest' | 'identity' | 'page';

/** Which API answers a request. Each one has its own form of refusal. */
export function apiOf({ path, soapMethod }: OrgRequest): Api {
  if (soapMethod !== undefined) {
    return 'soap';
  }
  return path.startsWith('/services/data') ? 'rest' : path.startsWith('/services/oauth2') ? 'identity' : 'page';
}

/** Whether a request asks for the status of a deployment. */
export function isStatusQuestion({ method, path }: OrgRequest): boolean {
  return method === 'GET' && /\/deployRequest\/0Af/.test(path);
}

const JSON_TYPE = 'application/json;charset=UTF-8';
const HTML_TYPE = 'text/html;charset=UTF-8';

function always(name: string, action: FaultAction): MatrixFault {
  return { name, actionFor: () => action };
}

/** An error in the form of the API that is asked. Where there is no API, it is a page. */
function refusal(name: string, status: number, code: string, text: string): MatrixFault {
  return {
    name,
    actionFor: (request) => {
      switch (apiOf(request)) {
        case 'soap':
          return { kind: 'soap-fault', code, text };
        case 'rest':
          return {
            kind: 'status',
            status,
            contentType: JSON_TYPE,
            body: JSON.stringify([{ errorCode: code, message: text }]),
          };
        case 'identity':
          return { kind: 'status', status, contentType: 'text/plain', body: status === 401 ? 'Bad_OAuth_Token' : code };
        case 'page':
          return page(status, 'Problem');
      }
    },
  };
}

function page(status: number, title: string, headers: Record<string, string> = {}): FaultAction {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { kind: 'status', status, contentType: HTML_TYPE, body, headers };
}

/** Well-formed answers that have nothing of what was asked for. */
const HOLLOW: Record<Api, FaultAction> = {
  soap: {
    kind: 'status',
    status: 200,
    contentType: 'text/xml;charset=UTF-8',
    body: '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body/></soapenv:Envelope>',
  },
  rest: { kind: 'status', status: 200, contentType: JSON_TYPE, body: '{}' },
  identity: { kind: 'status', status: 200, contentType: JSON_TYPE, body: '{}' },
  page: { kind: 'status', status: 200, contentType: 'text/plain', body: '' },
};

/** The status of a deployment that never ends. */
const UNDER_WAY = { status: 'InProgress', done: false, success: false, checkOnly: false, numberComponentsTotal: 1 };

/** Every way in which an answer can differ from the one that the org would give. */
export const FAULTS: MatrixFault[] = [
  refusal('401 session expired', 401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  refusal('403 request limit', 403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  refusal('404 not found', 404, 'NOT_FOUND', 'The requested resource does not exist'),
  always('429 with Retry-After', page(429, 'Too Many Requests', { 'Retry-After': '7' })),
  always('500 without words', { kind: 'status', status: 500, contentType: 'text/plain', body: '' }),
  always('503 page', page(503, 'Service Unavailable')),
  { ...always('502 page', page(502, 'Bad Gateway')), lastsLike: '503 page' },
  { ...always('504 page', page(504, 'Gateway Timeout')), lastsLike: '503 page' },
  refusal('row lock', 400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'),
  refusal('server unavailable', 503, 'SERVER_UNAVAILABLE', 'The server is temporarily unavailable.'),
  always('overload', { kind: 'overload', code: 'EXCEEDED_MAX_SIMULTANEOUS_REQUESTS' }),
  refusal('unknown exception', 500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
  always('reset before', { kind: 'reset' }),
  always('reset after', { kind: 'reset-after' }),
  always('close', { kind: 'close' }),
  always('cut body', { kind: 'cut' }),
  always('empty body', { kind: 'empty' }),
  always('200 page', { kind: 'html' }),
  always('200 rubbish', { kind: 'status', status: 200, contentType: 'text/plain', body: 'upstream: ok' }),
  { name: '200 hollow', actionFor: (request) => HOLLOW[apiOf(request)] },
  always('hang', { kind: 'hang' }),
  always('stall', { kind: 'stall' }),
  {
    name: 'job without end',
    actionFor: (request) =>
      isStatusQuestion(request)
        ? {
            kind: 'status',
            status: 200,
            contentType: JSON_TYPE,
            body: JSON.stringify({ deployResult: { ...UNDER_WAY, id: request.path.split('/').at(-1) } }),
          }
        : undefined,
  },
];
