import { randomBytes } from 'node:crypto';
import type { Connection, SfError } from '@salesforce/core';
import { isSetupError } from '../../errors.ts';
import { askAgain } from '../../http/ask-again.ts';
import { clock } from '../../http/clock.ts';
import { serverTime } from '../../salesforce/api/login.ts';
import { eventOfAttempt, newestEvents, type IdentityProviderEvent } from '../../salesforce/org/idp-event-log.ts';
import { readUser } from '../../salesforce/org/user.ts';
import { openFrontDoor } from '../../salesforce/sign-in/front-door.ts';
import { driveSignIn, type SignInOutcome } from '../../salesforce/sign-in/sign-in.ts';
import { createAuthnRequest } from '../../saml/authn-request.ts';
import type { Claims } from '../../saml/reading/claims.ts';
import type { HandOff } from '../inspect/hand-over-values.ts';
import type { ActualSetup } from '../inspect/inspect-org.ts';
import { isMomentary, obstacleOf, tellsNoAccess } from './sign-in-obstacle.ts';
import { givenBy } from './user-checks.ts';
import type { Obstacle } from './verdict.ts';
import type { VerifyCheck } from './verify-check.ts';

/** A response that was examined. `isRefusal`: it says that the sign-in was refused. */
export type Examined = { checks: VerifyCheck[]; claims: Claims | undefined; isRefusal: boolean };

/** One attempt to sign in: not begun, as the org opened no browser session, or driven to some end. */
export type SignInAttempt =
  | { kind: 'shut'; error: SfError }
  | {
      kind: 'driven';
      outcome: SignInOutcome;
      /** The relay state that was sent. */
      relayState: string;
      response: Examined | undefined;
      /** What the org logged of it, where it did not succeed. */
      event: IdentityProviderEvent | undefined;
    };

/** The last of some attempts, and what kept it from proving anything. */
export type JudgedAttempt = { attempt: SignInAttempt; obstacle: Obstacle | undefined };

export type SignInRequest = {
  actual: ActualSetup;
  handOver: HandOff;
  /** Whether every check of the setup let it pass. */
  isSetupSound: boolean;
  /** Whether the app was made or changed right before this. */
  appChanged?: boolean | undefined;
  patience?: Patience | undefined;
  examine: (samlResponse: string, requestId: string) => Examined;
  now: () => Date;
};

/** How long a sign-in is repeated that a new app may let pass later. */
export type Patience = {
  /** Milliseconds since 1970. */
  until: number;
  /** Tells an attempt in vain, and until when it is repeated, in milliseconds since 1970. */
  onWait: (attempt: SignInAttempt, until: number) => void;
};

/**
 * How long after a change an app may not be known, in milliseconds. Salesforce says up to 30 minutes for an external
 * client app (Salesforce Help, of OAuth; for SAML it is inferred). The rest is a reserve.
 */
const APP_IS_NEW = 3_600_000;

/** The pause after the first attempt in vain, in milliseconds. */
const FIRST_PAUSE = 2000;

/** How long, in milliseconds, an attempt is repeated that a fault of the network or an outage ended. */
const MOMENT = 5000;

/**
 * Signs in with the session of a connection, up to the form that would carry the response. After a momentary fault it
 * tries again at once. If an app is new, it goes on trying as long as the caller has patience.
 */
export async function signIn(connection: Connection, request: SignInRequest): Promise<JudgedAttempt> {
  const { actual, patience, isSetupSound } = request;
  const newUntil = appIsNewUntil(connection, request);
  let excluded: Promise<boolean> | undefined;
  const judged = async (): Promise<JudgedAttempt> => {
    const attempt = await attemptSoon(connection, request);
    excluded ??= tellsNoAccess(attempt) ? isExcluded(connection, actual) : undefined;
    const isAppNew = clock().now() <= newUntil;
    return {
      attempt,
      obstacle: obstacleOf(attempt, { isSetupSound, isAppNew, isExcluded: (await excluded) ?? false }),
    };
  };
  const until = Math.min(patience?.until ?? 0, newUntil);
  let last: JudgedAttempt | undefined;
  let isOver = false;
  const ask = async (): Promise<JudgedAttempt> => {
    // What was known stays known if a later attempt cannot be made.
    try {
      const next = await judged();
      const wasMade = next.attempt.kind === 'driven' && next.obstacle !== 'unreachable';
      last = wasMade ? next : (last ?? next);
    } catch (error) {
      if (last === undefined) {
        throw error;
      }
      // The session has expired, for example.
      isOver = true;
    }
    return last;
  };
  return askAgain(ask, {
    mayChange: ({ obstacle }) => !isOver && obstacle === 'app-not-known-yet',
    until,
    firstPause: FIRST_PAUSE,
    onWait: ({ attempt }) => patience?.onWait(attempt, until),
  });
}

/** Until when the app counts as new, in milliseconds since 1970 by the local clock. */
function appIsNewUntil(connection: Connection, { actual: { app }, appChanged }: SignInRequest): number {
  const now = clock().now();
  const age = (serverTime(connection) ?? now) - (app?.changed ?? -Infinity);
  return now + APP_IS_NEW - (appChanged === true ? 0 : age);
}

async function attemptSoon(connection: Connection, request: SignInRequest): Promise<SignInAttempt> {
  return askAgain(() => attemptOnce(connection, request), {
    mayChange: isMomentary,
    until: clock().now() + MOMENT,
    firstPause: FIRST_PAUSE / 2,
  });
}

async function attemptOnce(
  connection: Connection,
  { actual, handOver, examine, now }: SignInRequest,
): Promise<SignInAttempt> {
  const { acsUrl, entityId, ssoUrl } = handOver;
  const relayState = randomBytes(16).toString('hex');
  const authnRequest = createAuthnRequest({ destination: ssoUrl, acsUrl, entityId, relayState, now: now() });
  const { pathname, search } = new URL(authnRequest.url);
  const [earlier, door] = await Promise.all([
    newestEvents(connection, entityId),
    openDoor(connection, `${pathname}${search}`),
  ]);
  if (!door.ok) {
    return { kind: 'shut', error: door.error };
  }
  const outcome = await driveSignIn(door.address);
  const response = outcome.outcome === 'response' ? examine(outcome.samlResponse, authnRequest.id) : undefined;
  const isLogNeeded = response === undefined || !tellsSuccess(response);
  const event = isLogNeeded
    ? eventOfAttempt(earlier, await newestEvents(connection, entityId), actual.runningUser.id)
    : undefined;
  return { kind: 'driven', outcome, relayState, response, event };
}

/** An error that the plugin explains is part of the report. Any other error ends the command. */
async function openDoor(
  connection: Connection,
  path: string,
): Promise<{ ok: true; address: string } | { ok: false; error: SfError }> {
  try {
    return { ok: true, address: await openFrontDoor(connection, path) };
  } catch (error) {
    if (isSetupError(error)) {
      return { ok: false, error };
    }
    throw error;
  }
}

/** Whether the org says that the sign-in succeeded. If not, its log may say why. */
function tellsSuccess({ checks }: Examined): boolean {
  return checks.some(({ id, status }) => id === 'saml.status' && status === 'pass');
}

/**
 * Whether the connection's user, who tries the sign-in, has no access while others have. The refusal then says nothing
 * about those others. What a permission set group passes on is not known.
 */
async function isExcluded(connection: Connection, { grants, runningUser }: ActualSetup): Promise<boolean> {
  const user =
    grants.length === 0 || runningUser.username === undefined
      ? undefined
      : await readUser(connection, runningUser.username);
  return user !== undefined && user.groups.length === 0 && givenBy(user, grants).length === 0;
}
