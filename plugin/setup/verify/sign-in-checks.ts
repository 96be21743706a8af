import { Messages, type SfError } from '@salesforce/core';
import type { IdentityProviderEvent } from '../../salesforce/org/idp-event-log.ts';
import type { PageKind, SignInOutcome } from '../../salesforce/sign-in/sign-in.ts';
import { verifyCheck, type VerifyCheck, type VerifyFinding } from './verify-check.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const events = Messages.loadMessages('sf-plugin-frontline', 'idp-event-log');
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/** Clock differences above this many milliseconds are reported. How much the service provider allows is not known. */
const CLOCK_LIMIT = 60_000;

export type SignInExpectation = { acsUrl: string; relayState: string };

/** The checks that only a form can pass. */
const FORM_CHECKS = ['signIn.action', 'signIn.relayState', 'signIn.clock'];

/**
 * The checks of a sign-in that could not be started.
 *
 * @param reason why, if no other check has said so.
 */
export function notDrivenChecks(reason: SfError | undefined): VerifyCheck[] {
  const form: VerifyFinding =
    reason === undefined
      ? skipped('signIn.form')
      : { id: 'signIn.form', status: 'fail', actual: reason.message, hint: (reason.actions ?? []).join(' ') };
  return [form, ...FORM_CHECKS.map(skipped)].map((finding) => verifyCheck('sign-in', finding));
}

/**
 * The checks of a sign-in that was refused because the user who tried it has no access, while others have. That is no
 * fault of the setup, and it proves nothing about the setup either.
 */
export function withoutAccessChecks(username: string, event: IdentityProviderEvent | undefined): VerifyCheck[] {
  const form: VerifyFinding = {
    id: 'signIn.form',
    status: 'warn',
    actual: messages.getMessage('signIn.form.withoutAccess', [username]),
    hint: messages.getMessage('signIn.form.otherUser'),
  };
  const log = eventFindings(event).map((finding): VerifyFinding => ({ ...finding, status: 'info' }));
  return [form, ...FORM_CHECKS.map(skipped), ...log].map((finding) => verifyCheck('sign-in', finding));
}

/** What the drive to the form says; pure. */
export function signInChecks(
  outcome: SignInOutcome,
  { acsUrl, relayState }: SignInExpectation,
  event: IdentityProviderEvent | undefined,
): VerifyCheck[] {
  const findings =
    outcome.outcome === 'response'
      ? [
          { id: 'signIn.form', status: 'pass', actual: 'reached' } as const,
          formFinding(outcome, acsUrl),
          {
            id: 'signIn.relayState',
            status: outcome.relayState === relayState ? 'pass' : 'fail',
            actual: outcome.relayState === relayState ? 'the same' : 'another one, or none',
          } as const,
          clockFinding(outcome.clockDifference),
        ]
      : [
          { id: 'signIn.form', status: 'fail', actual: metText(outcome), ...meaningOf(outcome) } as const,
          ...FORM_CHECKS.map(skipped),
        ];
  return [...findings, ...eventFindings(event)].map((finding) => verifyCheck('sign-in', finding));
}

function skipped(id: string): VerifyFinding {
  return { id, status: 'skip' };
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

function metText(outcome: Exclude<SignInOutcome, { outcome: 'response' }>): string {
  switch (outcome.outcome) {
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

function meaningOf(outcome: Exclude<SignInOutcome, { outcome: 'response' }>): { hint?: string } {
  const wants = outcome.outcome === 'other-origin' || (outcome.outcome === 'page' && isForPerson(outcome.page.kind));
  return wants ? { hint: messages.getMessage('signIn.form.person') } : {};
}

function isForPerson(kind: PageKind): boolean {
  return ['identity-verification', 'password-change', 'login-flow', 'login'].includes(kind);
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
