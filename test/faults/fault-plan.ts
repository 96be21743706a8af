import { createFaultSwitch, type FaultAction, type FaultSwitch } from '../org/faults/fault.ts';
import { operationOf } from '../org/server/request-log.ts';
import type { OrgRequest } from '../org/server/route.ts';
import { apiOf, type MatrixFault } from './faults.ts';
import type { VirtualClock } from './virtual-clock.ts';

/**
 * When the fault happens: once at the request with a key, at that request and all later ones, or once at the first try
 * of every request that may be repeated.
 */
export type Occasion = { kind: 'once' | 'for ever'; at: string } | { kind: 'sweep' };

/** Which requests a fault met. */
export type Meeting = {
  /** Keys of all requests, in the order in which they came. */
  keys: string[];
  /** Keys of the requests that the fault met. */
  hit: string[];
  /** The first request that it met. */
  first?: OrgRequest;
  /** Whether requests came after the first one that it met. */
  wentOn: boolean;
};

type Coming = { key: string; count: number };

/** Applies one fault to the requests of one run. */
export class FaultPlan {
  public readonly faults: FaultSwitch = {
    ...createFaultSwitch(),
    next: (request) => this.next(request),
    acted: (action) => this.acted(action),
  };
  public meeting: Meeting = { keys: [], hit: [], wentOn: false };
  private readonly clock: VirtualClock;
  private fault: MatrixFault | undefined;
  private occasion: Occasion = { kind: 'sweep' };
  private seen = new Map<string, number>();

  public constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  /** Forgets the last run. Without a fault, nothing fails. */
  public start(fault?: MatrixFault, occasion: Occasion = { kind: 'sweep' }): void {
    this.meeting = { keys: [], hit: [], wentOn: false };
    this.fault = fault;
    this.occasion = occasion;
    this.seen = new Map();
  }

  private next(request: OrgRequest): FaultAction | undefined {
    const coming = this.comingOf(request);
    const { key } = coming;
    const { meeting } = this;
    meeting.keys.push(key);
    meeting.wentOn ||= meeting.hit.length > 0;
    const action = this.meets(coming, request) ? this.fault?.actionFor(request) : undefined;
    if (action === undefined) {
      return undefined;
    }
    meeting.hit.push(key);
    meeting.first ??= request;
    return action;
  }

  private acted({ kind }: FaultAction): void {
    if (kind === 'hang' || kind === 'stall') {
      // This waits for the next turn, so that the first half of a stalled body arrives before.
      setImmediate(() => this.clock.hang());
    }
  }

  private meets({ key, count }: Coming, request: OrgRequest): boolean {
    const { occasion, meeting } = this;
    switch (occasion.kind) {
      case 'once':
        return key === occasion.at && meeting.hit.length === 0;
      case 'for ever':
        return key === occasion.at || meeting.hit.length > 0;
      case 'sweep':
        return mayBeRepeated(request) && count % 2 === 1;
    }
  }

  /** What a request asks for, and how often that was asked before. Ids are left out, since they differ between runs. */
  private comingOf(request: OrgRequest): Coming {
    const what = subjectOf(request);
    const count = (this.seen.get(what) ?? 0) + 1;
    this.seen.set(what, count);
    return { key: `${what} #${count}`, count };
  }
}

function subjectOf(request: OrgRequest): string {
  const operation = operationOf(request).replace(/0Af\w{15}/g, '<job>');
  const types = [...request.body.toString('utf8').matchAll(/<type>(\w+)<\/type>/g)].map(([, type]) => type);
  const soap = request.soapMethod === undefined ? '' : ` ${types.join(', ')}`;
  return `${operation.replace(/'(?:0|JB|https)[^']*'/g, "'…'").replace(/CreatedDate >= \S+/, 'CreatedDate >= …')}${soap}`;
}

/** Whether the transport repeats a request. It repeats reads of the APIs, but not the pages of a sign-in. */
function mayBeRepeated(request: OrgRequest): boolean {
  const api = apiOf(request);
  return api === 'soap' || (request.method !== 'POST' && (api === 'rest' || request.path.endsWith('/userinfo')));
}
