import { randomBytes } from 'node:crypto';
import type { Connection, SfError } from '@salesforce/core';
import { isSetupError } from '../../errors.ts';
import { eventOfAttempt, newestEvents, type IdentityProviderEvent } from '../../salesforce/org/idp-event-log.ts';
import { openFrontDoor } from '../../salesforce/sign-in/front-door.ts';
import { driveSignIn, type SignInOutcome } from '../../salesforce/sign-in/sign-in.ts';
import { createAuthnRequest } from '../../saml/authn-request.ts';
import type { Claims } from '../../saml/reading/claims.ts';
import type { HandOff } from '../inspect/hand-over-values.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import type { VerifyCheck } from './verify-check.ts';

/** A response that was examined. `isExamined` tells whether every check that applies was made. */
export type Examined = { checks: VerifyCheck[]; claims: Claims | undefined; isExamined: boolean };

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

/** What a sign-in is tried with. */
export type AttemptRequest = {
  actual: Pick<ActualSetup, 'runningUser'>;
  handOver: HandOff;
  examine: (samlResponse: string, requestId: string) => Examined;
  now: () => Date;
};

/** Signs in with the session of a connection, up to the form that would carry the response. */
export async function attemptSignIn(
  connection: Connection,
  { actual, handOver, examine, now }: AttemptRequest,
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
  // If the org does not say that the sign-in succeeded, its log may say why.
  const event = tellsStatus(response, 'pass')
    ? undefined
    : eventOfAttempt(earlier, await newestEvents(connection, entityId), actual.runningUser.id);
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

/** Whether a response says that the sign-in succeeded (`pass`), or that it was refused (`fail`). */
export function tellsStatus(response: Examined | undefined, status: 'pass' | 'fail'): boolean {
  return response?.checks.some((check) => check.id === 'saml.status' && check.status === status) ?? false;
}
