import type { OrgRequest } from './route.ts';

/** One request as it came in and what became of it. Neither tokens nor bodies are kept. */
export type LogEntry = {
  method: string;
  /** Without the query, which may hold a token. */
  path: string;
  /** What was asked for, in words: `query SELECT Id FROM User`, `soap deploy`, `POST sobjects/SetupEntityAccess`. */
  operation: string;
  soapMethod: string | undefined;
  /** The status that was sent, or undefined if no answer left the org. */
  status: number | undefined;
  /** The kind of fault that was injected, or undefined. */
  fault: string | undefined;
  /** The error behind an answer 500 that the org did not mean, or undefined: a fault of the emulated org itself. */
  crash: Error | undefined;
};

/** What a request asks for, in words. */
export function operationOf(request: OrgRequest): string {
  if (request.soapMethod !== undefined) {
    return `soap ${request.soapMethod}`;
  }
  const resource = request.path.replace(/^\/services\/data\/v\d+\.\d\/?(?=.)/, '').replace(/^\//, '');
  const soql = request.query.get('q');
  if (soql !== null && /(?:^|\/)(?:query|queryAll)\/?$/.test(resource)) {
    const columns = request.query.get('columns') === 'true' ? ' columns' : '';
    return `${resource.replace('/', ' ')}${columns} ${soql}`;
  }
  return `${request.method} ${resource}`;
}
