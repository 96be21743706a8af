import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { AccessLoss } from '../../setup/access/manage-access.ts';
import type { FrontlineCommand } from '../frontline-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.revoke');

/**
 * Asks a person before a revocation cuts users off.
 *
 * @throws RevokeNotConfirmed if nobody can be asked.
 */
export async function approveRevocation(
  screen: Pick<FrontlineCommand<unknown>, 'confirm' | 'jsonEnabled'>,
  loss: AccessLoss,
): Promise<boolean> {
  const sentence = lossText(loss);
  if (screen.jsonEnabled() || !process.stdin.isTTY) {
    throw setupError('RevokeNotConfirmed', {
      tokens: [sentence],
      data: { lastAccess: loss.isLast, ...(loss.users === undefined ? {} : { users: loss.users }) },
    });
  }
  return screen.confirm({ message: messages.getMessage('confirm', [sentence]), ms: 60_000 });
}

/** Whom a revocation cuts off, in a sentence. */
export function lossText({ users, isLast }: AccessLoss): string {
  const count =
    users === undefined
      ? messages.getMessage('loss.unknown')
      : users === 1
        ? messages.getMessage('loss.one')
        : messages.getMessage('loss.many', [users]);
  return isLast ? messages.getMessage('loss.last', [count]) : messages.getMessage('loss', [count]);
}
