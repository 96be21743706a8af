import type { Connection } from '@salesforce/core';
import { askAgain } from '../../http/ask-again.ts';
import { clock } from '../../http/clock.ts';
import { serverTime } from '../../salesforce/api/login.ts';
import { readUser } from '../../salesforce/people/user.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { attemptSignIn, type AttemptRequest, type SignInAttempt } from './sign-in-attempt.ts';
import { isMomentary, obstacleOf, tellsNoAccess } from './sign-in-obstacle.ts';
import { doubtfulGroups, givenBy } from '../access/check-access.ts';
import type { Obstacle } from './verdict.ts';

/** The last of some attempts, and what kept it from proving anything. */
export type JudgedAttempt = { attempt: SignInAttempt; obstacle: Obstacle | undefined };

export type SignInRequest = AttemptRequest & {
  actual: ActualSetup;
  /** Whether every check of the setup let it pass. */
  isSetupSound: boolean;
  /** Whether the app was made or changed right before this. */
  appChanged?: boolean | undefined;
  /** It is tried once if absent. */
  patience?: Patience | undefined;
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

/** The pause before a second attempt after what may be a fault of the network or an outage, in milliseconds. */
const MOMENT = 2000;

/**
 * Signs in, and judges what came of it. After a fault of the network or an outage it tries once more. If the app is new,
 * it goes on trying as long as the caller has patience.
 */
export async function signIn(connection: Connection, request: SignInRequest): Promise<JudgedAttempt> {
  const { actual, patience, isSetupSound } = request;
  const newUntil = appIsNewUntil(connection, request);
  let excluded: Promise<boolean> | undefined;
  const judged = async (): Promise<JudgedAttempt> => {
    const attempt = await attemptTwice(connection, request);
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

async function attemptTwice(connection: Connection, request: SignInRequest): Promise<SignInAttempt> {
  const attempt = await attemptSignIn(connection, request);
  if (!isMomentary(attempt)) {
    return attempt;
  }
  await clock().wait(MOMENT);
  return attemptSignIn(connection, request);
}

/**
 * Whether the connection's user, who tries the sign-in, has no access while others have. The refusal then says nothing
 * about those others.
 */
async function isExcluded(connection: Connection, actual: ActualSetup): Promise<boolean> {
  const { grants, runningUser } = actual;
  const user =
    grants.length === 0 || runningUser.username === undefined
      ? undefined
      : await readUser(connection, runningUser.username);
  return user !== undefined && givenBy(user, actual).length + doubtfulGroups(user, actual).length === 0;
}
