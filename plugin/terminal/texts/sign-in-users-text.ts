import { Messages } from '@salesforce/core';
import { agentsIn, type SignInUsers } from '../../salesforce/people/sign-in-users.ts';
import { wayInOf } from '../../setup/access/check-access.ts';
import { deployedApp } from '../../setup/deploy/deploy-result.ts';
import type { DeployReport } from '../../setup/deploy/deploy-sso.ts';
import type { ActualSetup } from '../../setup/inspect/actual-setup.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'sign-in-users');

/** What to say of how many users can sign in. It is a warning unless an agent is among them, and then has a command. */
export type SignInNotice = { warns: boolean; text: string };

/** Where a notice is shown. */
type Screen = { logLines(lines: string[]): void; warnAll(warnings: string[]): void };

/**
 * @param actual a setup whose users were counted.
 * @param about the org and the app, for the command.
 */
export function signInNotice(actual: Pick<ActualSetup, 'signInUsers' | 'grants'>, about: FollowUp): SignInNotice {
  const { signInUsers: users, grants } = actual;
  if (users === undefined) {
    const command = followUpCommand('frontline access list', { ...about, flags: ['--users'] });
    return { warns: true, text: messages.getMessage('unknown', [command]) };
  }
  if (agentsIn(users) > 0) {
    return { warns: false, text: numberText(users) };
  }
  const placeholder =
    wayInOf(grants) === 'permission-set'
      ? { users: [messages.getMessage('placeholder.user')] }
      : { profiles: [messages.getMessage('placeholder.profile')] };
  const command = followUpCommand('frontline access assign', { ...about, ...placeholder });
  switch (users.total) {
    case 0:
      return { warns: true, text: messages.getMessage('nobody', [command]) };
    case 1:
      return { warns: true, text: messages.getMessage('administrators.one', [command]) };
    default:
      return { warns: true, text: messages.getMessage('administrators.many', [users.total, command]) };
  }
}

function numberText({ total, administrators }: SignInUsers): string {
  if (administrators > 0) {
    return messages.getMessage('agents.withAdministrators', [total, administrators]);
  }
  return total === 1 ? messages.getMessage('agents.one') : messages.getMessage('agents.many', [total]);
}

/** Shows after a deploy how many users can sign in. One that was only validated, or declined, has counted nobody. */
export function showAgents(screen: Screen, report: DeployReport, orgName: string): void {
  if (report.handOver !== undefined) {
    showSignInNotice(screen, signInNotice(report.actual, { orgName, app: deployedApp(report) }));
  }
}

/** Shows a notice, a warning as such. */
export function showSignInNotice(screen: Screen, { warns, text }: SignInNotice): void {
  if (warns) {
    screen.warnAll([text]);
  } else {
    screen.logLines([text]);
  }
}
