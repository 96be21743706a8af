import { Messages } from '@salesforce/core';
import type { Removal } from '../../setup/remove/plan-removal.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'removal');

const SIGN: Record<Removal['action'], string> = { delete: '-', 'switch-off': '-', keep: '=', blocked: '!' };

/** What is taken back, one line each. */
export function removalText(removals: Removal[], orgName: string): string[] {
  const width = Math.max(0, ...removals.map(({ step }) => messages.getMessage(`step.${step}`).length));
  return [
    messages.getMessage('title', [orgName]),
    '',
    ...removals.flatMap(({ action, step, target, reason }) => [
      `  ${SIGN[action]} ${messages.getMessage(`step.${step}`).padEnd(width)}  ${target}`,
      ...(reason === undefined ? [] : [`${' '.repeat(width + 6)}${reason}`]),
    ]),
    '',
  ];
}
