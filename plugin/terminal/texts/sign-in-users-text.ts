import { Messages } from '@salesforce/core';
import { agentsIn, type SignInUsers } from '../../salesforce/people/sign-in-users.ts';
import { wayInOf } from '../../setup/access/check-access.ts';
import { deployedApp } from '../../setup/deploy/deploy-result.ts';
import type { DeployReport } from '../../setup/deploy/deploy-sso.ts';
import type { ActualSetup } from '../../setup/inspect/actual-setup.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'sign-in-users');

/**
 * What to say of how many users can sign in. It is a warning unless an agent is among them, and then has a command that
 * helps.
 */
export type SignInNotice = { text: string } & (
  | { warns: false }
  | { warns: true; sentence: string; command: string; lead: string }
);

/** Where a notice is shown. */
type Screen = { logLines(lines: string[]): void; warnAll(warnings: string[]): void };

/**
 * @param actual a setup whose users were counted.
 * @param about the org and the app, for the command.
 */
export function signInNotice(actual: Pick<ActualSetup, 'signInUsers' | 'grants'>, about: FollowUp): SignInNotice {
  const { signInUsers: users, grants } = actual;
  if (users === undefined) {
    return warningOf(
      messages.getMessage('unknown'),
      messages.getMessage('see'),
      followUpCommand('frontline access list', { ...about, flags: ['--users'] }),
    );
  }
  if (agentsIn(users) > 0) {
    return { warns: false, text: numberText(users) };
  }
  const placeholder =
    wayInOf(grants) === 'permission-set'
      ? { users: [messages.getMessage('placeholder.user')] }
      : { profiles: [messages.getMessage('placeholder.profile')] };
  return warningOf(
    withoutAgents(users),
    messages.getMessage('giveAccess'),
    followUpCommand('frontline access assign', { ...about, ...placeholder }),
  );
}

function warningOf(sentence: string, lead: string, command: string): SignInNotice {
  return { warns: true, text: `${sentence} ${lead} ${command}`, sentence, lead, command };
}

function withoutAgents({ total }: SignInUsers): string {
  switch (total) {
    case 0:
      return messages.getMessage('nobody');
    case 1:
      return messages.getMessage('administrators.one');
    default:
      return messages.getMessage('administrators.many', [total]);
  }
}

function numberText({ total, administrators }: SignInUsers): string {
  if (administrators > 0) {
    return messages.getMessage('agents.withAdministrators', [total, administrators]);
  }
  return total === 1 ? messages.getMessage('agents.one') : messages.getMessage('agents.many', [total]);
}

/**
 * Warns after a deploy if no agent can sign in. The text at the end has the number otherwise. A deploy that was only
 * validated, or declined, has counted nobody.
 */
export function warnWithoutAgents(screen: Pick<Screen, 'warnAll'>, report: DeployReport, orgName: string): void {
  const notice = signInNotice(report.actual, { orgName, app: deployedApp(report) });
  screen.warnAll(report.handOver !== undefined && notice.warns ? [notice.text] : []);
}

/** Shows a notice, a warning as such. */
export function showSignInNotice(screen: Screen, { warns, text }: SignInNotice): void {
  if (warns) {
    screen.warnAll([text]);
  } else {
    screen.logLines([text]);
  }
}
