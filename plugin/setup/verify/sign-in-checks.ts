import { Messages, type SfError } from '@salesforce/core';
import type { IdentityProviderEvent } from '../../salesforce/org/idp-event-log.ts';
import type { SignInOutcome } from '../../salesforce/sign-in/sign-in.ts';
import type { JudgedAttempt } from './judged-sign-in.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';
import { REMEDIES, type Obstacle } from './verdict.ts';
import { verifyCheck, type VerifyCheck, type VerifyFinding } from './verify-check.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const events = Messages.loadMessages('sf-plugin-frontline', 'idp-event-log');
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/** Clock differences above this many milliseconds are reported. How much the service provider allows is not known. */
const CLOCK_LIMIT = 60_000;

export type SignInExpectation = { acsUrl: string };

/** The checks that only a form can pass. */
const FORM_CHECKS = ['signIn.action', 'signIn.relayState', 'signIn.clock'];

/**
 * The checks of a sign-in that could not be started, since a value is missing.
 *
 * @param reason why, if no other check has said so.
 * @param obstacle given if that proves nothing.
 */
export function notDrivenChecks(reason: SfError | undefined, obstacle?: Obstacle): VerifyCheck[] {
  const form = reason === undefined ? skipped('signIn.form') : shutFinding(reason, obstacle);
  return [form, ...FORM_CHECKS.map(skipped)].map((finding) => verifyCheck('sign-in', finding));
}

/**
 * What an attempt says; pure.
 *
 * @param obstacle what kept it from proving anything. It is no fault of the setup, so no check fails.
 * @param username of the user who tried.
 */
export function signInChecks(
  { attempt, obstacle }: JudgedAttempt,
  { acsUrl }: SignInExpectation,
  username: string | undefined,
): VerifyCheck[] {
  if (attempt.kind === 'shut') {
    return notDrivenChecks(attempt.error, obstacle);
  }
  const { outcome, relayState, event } = attempt;
  const log = eventFindings(event).map((finding): VerifyFinding =>
    obstacle === undefined ? finding : { ...finding, status: 'info' },
  );
  return [
    ...(obstacle === undefined && outcome.outcome === 'response'
      ? formFindings(outcome, acsUrl, relayState)
      : [formNotReached(outcome, obstacle, username), ...FORM_CHECKS.map(skipped)]),
    ...log,
  ].map((finding) => verifyCheck('sign-in', finding));
}

/** What an attempt met in place of a response that the service provider could accept. */
export function metText(attempt: SignInAttempt): string {
  return attempt.kind === 'shut' ? attempt.error.message : outcomeText(attempt.outcome);
}

function skipped(id: string): VerifyFinding {
  return { id, status: 'skip' };
}

function shutFinding({ message, actions = [] }: SfError, obstacle: Obstacle | undefined): VerifyFinding {
  return {
    id: 'signIn.form',
    status: obstacle === undefined ? 'fail' : 'warn',
    actual: message,
    hint: actions.join(' '),
    ...(obstacle === undefined ? {} : { fixKey: fixKeyOf(obstacle) }),
  };
}

function formNotReached(
  outcome: SignInOutcome,
  obstacle: Obstacle | undefined,
  username: string | undefined,
): VerifyFinding {
  const form = { id: 'signIn.form', actual: outcomeText(outcome) };
  switch (obstacle) {
    case undefined:
      return { ...form, status: 'fail' };
    case 'login-without-access':
      return {
        ...form,
        status: 'warn',
        actual: messages.getMessage('signIn.form.withoutAccess', [username ?? '']),
        hint: obstacleText(obstacle),
        fixKey: 'signIn.form.otherUserFix',
      };
    default:
      return { ...form, status: 'warn', hint: obstacleText(obstacle), fixKey: fixKeyOf(obstacle) };
  }
}

/** What keeps a sign-in from being proven, in a sentence or two. */
export function obstacleText(obstacle: Obstacle): string {
  return messages.getMessage(`obstacle.${obstacle}`);
}

function fixKeyOf(obstacle: Obstacle): string {
  return `signIn.form.${REMEDIES[obstacle]}`;
}

function formFindings(
  outcome: Extract<SignInOutcome, { outcome: 'response' }>,
  acsUrl: string,
  relayState: string,
): VerifyFinding[] {
  const isSame = outcome.relayState === relayState;
  return [
    { id: 'signIn.form', status: 'pass', actual: 'reached' },
    formFinding(outcome, acsUrl),
    {
      id: 'signIn.relayState',
      status: isSame ? 'pass' : 'fail',
      actual: isSame ? 'the same' : 'another one, or none',
    },
    clockFinding(outcome.clockDifference),
  ];
}

function formFinding(
  { action, method }: Extract<SignInOutcome, { outcome: 'response' }>,
  acsUrl: string,
): VerifyFinding {
  const good = action === acsUrl && method === 'post';
  return {
    id: 'signIn.action',
    status: good ? 'pass' : 'fail',
    expected: `post ${acsUrl}`,
    actual: `${method} ${action}`,
  };
}

function clockFinding(difference: number | undefined): VerifyFinding {
  const id = 'signIn.clock';
  if (difference === undefined) {
    return { id, status: 'info', actual: 'the org tells no time' };
  }
  const seconds = Math.round(difference / 1000);
  return {
    id,
    status: Math.abs(difference) > CLOCK_LIMIT ? 'warn' : 'pass',
    actual: `${seconds} seconds ahead of this computer`,
  };
}

function outcomeText(outcome: SignInOutcome): string {
  switch (outcome.outcome) {
    case 'response':
      return messages.getMessage('page.refusing-response');
    case 'page': {
      const { kind, status, path, title } = outcome.page;
      return `${messages.getMessage(`page.${kind}`)} (${path}, status ${status}${title === '' ? '' : `, "${title}"`})`;
    }
    case 'other-origin':
      return `the org sent the browser on to ${outcome.origin}`;
    case 'too-many-hops':
      return 'the org sent the browser in circles';
    case 'unreachable':
      return `${outcome.path} cannot be reached (${outcome.code})`;
  }
}

/** What the org's own log says about an attempt. */
function eventFindings(event: IdentityProviderEvent | undefined): VerifyFinding[] {
  if (event === undefined) {
    return [];
  }
  const { errorCode } = event;
  return [
    {
      id: 'signIn.log',
      status: errorCode === 'Success' ? 'pass' : 'fail',
      actual: errorCode,
      hint: meaningOfCode(errorCode),
    },
  ];
}

/** The org's picklist may grow; a code without a text here is shown as it is. */
function meaningOfCode(errorCode: string): string {
  try {
    return events.getMessage(errorCode);
  } catch {
    return events.getMessage('other', [errorCode]);
  }
}
