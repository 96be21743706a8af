import type { OrgRequest } from '../server/route.ts';

/** What goes wrong. `met` is called at the moment when a request hangs. */
export type FaultAction =
  /** This answer instead of the org's. */
  | {
      kind: 'status';
      status: number;
      contentType?: string;
      body?: string;
      /** For example `{ 'Retry-After': '1' }`. */
      headers?: Record<string, string>;
    }
  /** A fault of the SOAP API, code and text, for example `UNKNOWN_EXCEPTION`. */
  | { kind: 'soap-fault'; code: string; text: string }
  /**
   * The org is overloaded, said with this code in the form of the API that is asked. Orgs made since Winter '25 may
   * refuse reads of metadata so (documented); the codes are not public, so they are those of similar refusals.
   */
  | { kind: 'overload'; code: OverloadCode }
  /** The org's answer, late. */
  | { kind: 'delay'; milliseconds: number }
  /** The org's answer to what it finds once something else has happened. */
  | { kind: 'hold'; until: Promise<unknown> }
  /** The connection is reset before the org has done anything. */
  | { kind: 'reset' }
  /** The org does what was asked, then the connection is reset: the answer is lost. */
  | { kind: 'reset-after' }
  /** The connection is closed in good order, without an answer. */
  | { kind: 'close' }
  /** The connection stays open, and nothing comes. */
  | { kind: 'hang'; met?: () => void }
  /** The org does what was asked, then the connection stays open, and nothing comes. */
  | { kind: 'hang-after'; met?: () => void }
  /** Half the body of the org's answer, then silence. */
  | { kind: 'stall' }
  /** Half the body of the org's answer, then the connection is closed in good order. */
  | { kind: 'cut' }
  /** Half the body of the org's answer, then a reset. */
  | { kind: 'truncate' }
  /** Status 200 with a page instead of the answer, as a proxy or a maintenance page gives it. */
  | { kind: 'html' }
  /** Status 200 without a body. */
  | { kind: 'empty' }
  /** The session of the request is over; the org answers accordingly, now and later. */
  | { kind: 'expire-token' };

/** Codes of the platform for too much load, `EXCEEDED_MAX_SIMULTANEOUS_REQUESTS` or `SERVER_UNAVAILABLE`. */
export type OverloadCode = `EXCEEDED_${string}` | `${string}_UNAVAILABLE` | `SERVER_${string}`;

/** Which requests a fault meets, and how often. What is left out matches every request. */
export type Fault = {
  /** Tried on the path, without the query. */
  path?: RegExp;
  method?: string;
  /** The method element of a SOAP body, for example `checkDeployStatus`. */
  soapMethod?: string;
  /** The operation of the request log: the whole text, or a pattern. */
  operation?: string | RegExp;
  /** Matching requests that pass before the first one fails; 0 unless given. */
  skip?: number;
  /** Requests that fail, 1 unless given; -1 for all from then on. */
  times?: number;
  action: FaultAction;
};

/** A fault at work. */
export type InjectedFault = {
  /** How many requests it has met. */
  readonly hits: number;
  /** Takes it away. */
  remove(): void;
};

type Armed = { fault: Fault; toSkip: number; hits: number };

/** The faults of one org. */
export type FaultSwitch = {
  inject(fault: Fault): InjectedFault;
  /** What goes wrong with this request, if anything; counts the request. */
  next(request: OrgRequest, operation: string): FaultAction | undefined;
  /** Is told when an action is under way or done, as far as it is the org's to do. */
  acted?(action: FaultAction): void;
};

/** A switch without faults. Where several match, the one that was injected first acts. */
export function createFaultSwitch(): FaultSwitch {
  const armed: Armed[] = [];
  return {
    inject(fault) {
      const entry: Armed = { fault, toSkip: fault.skip ?? 0, hits: 0 };
      armed.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove() {
          const index = armed.indexOf(entry);
          armed.splice(index, index < 0 ? 0 : 1);
        },
      };
    },
    next(request, operation) {
      const entry = armed.filter(isLeft).find(({ fault }) => matches(fault, request, operation));
      if (entry === undefined) {
        return undefined;
      }
      if (entry.toSkip > 0) {
        entry.toSkip -= 1;
        return undefined;
      }
      entry.hits += 1;
      return entry.fault.action;
    },
  };
}

function isLeft({ fault: { times = 1 }, hits }: Armed): boolean {
  return times < 0 || hits < times;
}

function matches({ path, method, soapMethod, operation }: Fault, request: OrgRequest, actual: string): boolean {
  return (
    (path === undefined || request.path.search(path) >= 0) &&
    (method === undefined || method === request.method) &&
    (soapMethod === undefined || soapMethod === request.soapMethod) &&
    (operation === undefined || (typeof operation === 'string' ? operation === actual : actual.search(operation) >= 0))
  );
}
