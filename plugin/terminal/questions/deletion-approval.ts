import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { PlannedDeletion } from '../../setup/delete/plan-deletion.ts';
import type { FrontlineCommand } from '../frontline-command.ts';
import { deletionText } from '../texts/deletion-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.delete');

/** Where a deletion is shown and asked about: the command itself. */
type Screen = Pick<FrontlineCommand<unknown>, 'logLines' | 'confirm' | 'spinner'>;

/** How long the question waits for an answer, in milliseconds. */
const LONGEST_WAIT = 60_000;

/**
 * Shows what is to be deleted, and asks before anything is. A dry run deletes nothing, so it does not ask.
 *
 * @throws DeleteNotConfirmed where nobody can be asked.
 */
export async function approveDeletion(
  screen: Screen,
  planned: PlannedDeletion[],
  consent: { orgName: string; canAsk: boolean; 'dry-run': boolean; 'no-prompt': boolean },
): Promise<boolean> {
  const { orgName, canAsk, 'dry-run': dryRun, 'no-prompt': noPrompt } = consent;
  const withoutAsking = dryRun || noPrompt;
  screen.logLines(deletionText(planned, orgName));
  if (!withoutAsking && !canAsk) {
    throw setupError('DeleteNotConfirmed');
  }
  const approved =
    withoutAsking || (await screen.confirm({ message: messages.getMessage('confirm', [orgName]), ms: LONGEST_WAIT }));
  if (approved) {
    screen.spinner.start(messages.getMessage(dryRun ? 'validating' : 'deleting'));
  }
  return approved;
}
