import { Messages, type SfError } from '@salesforce/core';
import type { ErrorName } from '../../error-names.ts';
import { isSetupError, setupError } from '../../errors.ts';
import type { Principal } from '../../salesforce/org/access.ts';
import { explainOrgError } from '../../salesforce/api/org-errors.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { Plan } from './plan.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** The app, in the form that the flags of `access assign` are made from. */
type App = Plan['app'];

/**
 * The commands that give access again if this process is interrupted. A signal can come at any moment, and its handler
 * does not know what the command is doing. So this is kept for the whole process.
 */
const atStake = new Set<{ command: string }>();

/** What to do about access that an interruption may have taken. Each command is named once, also if two orgs need it. */
export function adviceOnAccessAtStake(): string[] {
  return [...new Set([...atStake].map(({ command }) => adviceOf(command)))];
}

/** Errors after which it is not known whether the app has got another id, or which one. */
const OPEN: ErrorName[] = [
  ...(['DeploymentPending', 'DeploymentUnknown', 'DeploymentStartUnknown', 'DeploymentNotFound'] as const),
  ...(['OrgUnreachable', 'RequestTimedOut', 'DeadlinePassed', 'OrgAnswerUnexpected', 'AppUnreadable'] as const),
];

/**
 * Does work that may give an app another id. All access to the app is then lost until it is given again. The next run
 * gives it again if it finds the grants of the old id. Orgs were seen to keep such grants, but do not promise it.
 */
export async function whileAtStake<T>(app: App, principals: Principal[], work: () => Promise<T>): Promise<T> {
  if (principals.length === 0) {
    return work();
  }
  const mine = { command: assignCommand(app, principals) };
  atStake.add(mine);
  try {
    return await work();
  } catch (error) {
    if (isSetupError(error, ...OPEN)) {
      error.actions?.push(adviceOf(mine.command));
    }
    throw error;
  } finally {
    atStake.delete(mine);
  }
}

/** The error for access that could not be given again to an app that has got another id. */
export function accessNotKept(app: App, principals: Principal[], reason: Error): SfError {
  return setupError('AccessNotKept', {
    tokens: [app.fullName, principals.length, explainOrgError(reason, 'the org').message],
    actionTokens: [assignCommand(app, principals)],
    data: { principals: principals.map(({ kind, name }) => ({ kind, name })) },
  });
}

/** The command that gives principals access to an app. */
export function assignCommand({ kind, fullName }: App, principals: Principal[]): string {
  const names = principals.map((principal) => `--${principal.kind} ${shellWord(principal.name)}`);
  return ['sf frontline access assign', `--app-name ${fullName}`, `--app-type ${kind}`, ...names].join(' ');
}

function adviceOf(command: string): string {
  return messages.getMessage('advice.accessAtStake', [command]);
}
