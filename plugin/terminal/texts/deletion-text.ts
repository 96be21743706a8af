import { Messages } from '@salesforce/core';
import type { DeleteReport } from '../../setup/delete/delete-sso.ts';
import type { PlannedDeletion } from '../../setup/delete/plan-deletion.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const commandMessages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.delete');
const messages = Messages.loadMessages('sf-plugin-frontline', 'deletion');

const SIGN: Record<PlannedDeletion['action'], string> = { delete: '-', 'switch-off': '-', keep: '=', blocked: '!' };

/** What is deleted, one line each. */
export function deletionText(planned: PlannedDeletion[], orgName: string): string[] {
  const width = Math.max(0, ...planned.map(({ step }) => messages.getMessage(`step.${step}`).length));
  return [
    messages.getMessage('title', [orgName]),
    '',
    ...planned.flatMap(({ action, step, target, reason }) => [
      `  ${SIGN[action]} ${messages.getMessage(`step.${step}`).padEnd(width)}  ${target}`,
      ...(reason === undefined ? [] : [`${' '.repeat(width + 6)}${reason}`]),
    ]),
    '',
  ];
}

/** How a delete ended, in a sentence. */
export function deletionOutcomeText({ outcome, validationComplete }: DeleteReport, orgName: string): string {
  return outcome === 'validated' && !validationComplete
    ? commandMessages.getMessage('validatedInPart')
    : commandMessages.getMessage(outcome, outcome === 'removed' ? [orgName] : []);
}
