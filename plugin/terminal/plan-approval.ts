import { Messages } from '@salesforce/core';
import { setupError } from '../errors.ts';
import type { Plan } from '../setup/plan/plan.ts';
import type { FrontlineCommand } from './frontline-command.ts';
import { changesText } from './texts/plan-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

/** Where a plan is shown and asked about: the command itself. */
type Screen = Pick<FrontlineCommand<unknown>, 'logLines' | 'warnAll' | 'confirm' | 'jsonEnabled' | 'spinner'>;

/**
 * Shows the plan, and asks before a certificate is replaced.
 *
 * @returns whether the work may go on.
 * @throws ConfirmationMissing where a person must be asked and cannot be.
 */
export async function approvePlan(
  screen: Screen,
  plan: Plan,
  { orgName, withoutAsking }: { orgName: string; withoutAsking: boolean },
): Promise<boolean> {
  screen.spinner.stop();
  screen.logLines(changesText(plan, orgName));
  screen.warnAll(plan.warnings);
  const { replacesCertificate: replaced } = plan;
  if (replaced === undefined || withoutAsking) {
    return true;
  }
  if (screen.jsonEnabled() || !process.stdin.isTTY) {
    throw replacementNotConfirmed(replaced);
  }
  return screen.confirm({ message: messages.getMessage('confirm', [orgName, replaced.from, replaced.to]), ms: 60_000 });
}

/** The error for a certificate that would be replaced without a person's word. */
export function replacementNotConfirmed({ from, to }: NonNullable<Plan['replacesCertificate']>): Error {
  return setupError('ConfirmationMissing', { tokens: [from, to] });
}
