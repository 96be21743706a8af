import { isSetupError } from '../../errors.ts';
import type { PageKind } from '../../salesforce/sign-in/sign-in.ts';
import { tellsStatus, type SignInAttempt } from './sign-in-attempt.ts';
import type { Obstacle } from './verdict.ts';

/** What is known besides an attempt. */
export type Circumstances = {
  /** Whether every check of the setup let it pass. */
  isSetupSound: boolean;
  /** Whether the app was changed so recently that the org may not know it yet. */
  isAppNew: boolean;
  /** Whether the user who tried has no access, while others have. */
  isExcluded: boolean;
};

/**
 * How an attempt ended. Of the refusals, `no-access`, `unresolved` (the org does not find the app, or finds fault with it)
 * and `unexplained` can pass while an app is new, and a `lasting` one cannot.
 */
type End =
  | { kind: 'answered' }
  | { kind: 'obstacle'; obstacle: Obstacle }
  | { kind: 'refusal'; refusal: 'no-access' | 'unresolved' | 'unexplained' | 'lasting' };

/**
 * What keeps an attempt from proving anything; pure.
 *
 * @returns undefined if the attempt proves something: that the sign-in works, or that it does not.
 */
export function obstacleOf(
  attempt: SignInAttempt,
  { isSetupSound, isAppNew, isExcluded }: Circumstances,
): Obstacle | undefined {
  const end = endOf(attempt);
  if (end.kind !== 'refusal') {
    return end.kind === 'obstacle' ? end.obstacle : undefined;
  }
  if (end.refusal === 'no-access' && isExcluded) {
    return 'login-without-access';
  }
  if (end.refusal !== 'lasting' && isAppNew && isSetupSound) {
    return 'app-not-known-yet';
  }
  return end.refusal === 'unexplained' ? 'unknown-page' : undefined;
}

/** Whether the org says that the user who tried has no access. */
export function tellsNoAccess(attempt: SignInAttempt): boolean {
  const end = endOf(attempt);
  return end.kind === 'refusal' && end.refusal === 'no-access';
}

/**
 * Whether an attempt may have met a fault of the network or an outage, so that another one, a moment later, may not.
 * Some faults look like a page that nobody knows.
 */
export function isMomentary(attempt: SignInAttempt): boolean {
  if (attempt.kind === 'shut') {
    return isSetupError(attempt.error, 'OrgUnreachable', 'OrgAnswerUnexpected', 'RequestTimedOut');
  }
  const { outcome } = attempt;
  return outcome.outcome === 'unreachable' || (outcome.outcome === 'page' && outcome.page.kind === 'unknown');
}

/** Pages that ask for a person. */
const FOR_PERSONS: Partial<Record<PageKind, Obstacle>> = {
  'identity-verification': 'identity-verification',
  'password-change': 'password-change',
  'login-flow': 'login-flow',
  login: 'login-page',
};

function endOf(attempt: SignInAttempt): End {
  if (attempt.kind === 'shut') {
    return { kind: 'obstacle', obstacle: obstacleAtDoor(attempt.error) };
  }
  const { outcome, response } = attempt;
  switch (outcome.outcome) {
    case 'other-origin':
      return { kind: 'obstacle', obstacle: 'other-host' };
    case 'too-many-hops':
      return { kind: 'obstacle', obstacle: 'too-many-redirects' };
    case 'unreachable':
      return { kind: 'obstacle', obstacle: 'unreachable' };
    case 'response':
      return tellsStatus(response, 'fail') ? refusalIn(attempt, 'unresolved') : { kind: 'answered' };
    case 'page': {
      const { kind } = outcome.page;
      const obstacle = FOR_PERSONS[kind];
      return obstacle === undefined
        ? refusalIn(attempt, REFUSING_PAGES[kind] ?? 'unexplained')
        : { kind: 'obstacle', obstacle };
    }
  }
}

function obstacleAtDoor(error: Error): Obstacle {
  if (isSetupError(error, 'FrontDoorElsewhere')) {
    return 'other-host';
  }
  return isSetupError(error, 'FrontDoorRefused') ? 'front-door-refused' : 'unreachable';
}

type Refusal = Extract<End, { kind: 'refusal' }>['refusal'];

const REFUSING_PAGES: Partial<Record<PageKind, Refusal>> = { 'no-access': 'no-access', misconfigured: 'unresolved' };

/** Codes of the org's log that an app which the org does not know yet can leave. */
const PASSING_CODES: Record<string, Refusal> = {
  NoAccess: 'no-access',
  InvalidSp: 'unresolved',
  UnableToResolve: 'unresolved',
  InvalidSpokeSp: 'unresolved',
  InternalError: 'unexplained',
  UnknownError: 'unexplained',
};

/** The org's log knows better than its page why a sign-in was refused. */
function refusalIn({ event }: SignInAttempt & { kind: 'driven' }, byPage: Refusal): End {
  const code = event?.errorCode ?? 'Success';
  if (code === 'InvalidSessionLevel') {
    return { kind: 'obstacle', obstacle: 'session-level' };
  }
  return { kind: 'refusal', refusal: code === 'Success' ? byPage : (PASSING_CODES[code] ?? 'lasting') };
}
