import { Messages } from '@salesforce/core';
import type { PlannedDeletion } from '../../setup/delete/plan-deletion.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
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
