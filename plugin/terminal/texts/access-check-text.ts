import { Messages } from '@salesforce/core';
import type { AccessAnswer, WayIn } from '../../setup/access/check-access.ts';
import { titleOf } from '../../setup/plan/plan-access.ts';
import { EXIT_CODES } from '../../setup/verify/verdict.ts';
import { followUpCommand, type FollowUp } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.check');

/** A row of the table of answers. */
export type AccessAnswerRow = { username: string; answer: string; why: string };

export function accessAnswerRows(answers: AccessAnswer[]): AccessAnswerRow[] {
  return answers.map((answer) => ({
    username: answer.username,
    answer: messages.getMessage(`answer.${answer.answer}`),
    why: whyOf(answer),
  }));
}

function whyOf({ reason, by, groups, nearest }: AccessAnswer): string {
  switch (reason) {
    case 'has-access':
      return messages.getMessage('why.has-access', [by.map(titleOf).join(', ')]);
    case 'group':
      return messages.getMessage('why.group', [groups.join(', ')]);
    case 'no-such-user': {
      const why = messages.getMessage('why.no-such-user');
      return nearest.length === 0 ? why : messages.getMessage('why.similar', [why, nearest.join(', ')]);
    }
    default:
      return messages.getMessage(`why.${reason}`);
  }
}

/** What would help those who have no access, with commands to paste. */
export function accessHelp(answers: AccessAnswer[], wayIn: WayIn, followUp: FollowUp): string[] {
  const usersWith = (reason: AccessAnswer['reason']): AccessAnswer[] =>
    answers.filter((answer) => answer.reason === reason);
  const commandFor = (users: AccessAnswer[]): string =>
    followUpCommand('frontline access assign', {
      ...followUp,
      ...(wayIn === 'profile'
        ? { profiles: [...new Set(users.flatMap(({ profile }) => profile ?? []))] }
        : { users: users.map(({ username }) => username) }),
    });
  const withoutAccess = usersWith('no-access');
  const inGroups = usersWith('group');
  return [
    ...(withoutAccess.length === 0 ? [] : [messages.getMessage('help.assign', [commandFor(withoutAccess)])]),
    ...(usersWith('inactive').length === 0 ? [] : [messages.getMessage('help.inactive')]),
    ...(inGroups.length === 0 ? [] : [messages.getMessage('help.group', [commandFor(inGroups)])]),
  ];
}

/** The exit code: that of the answer that needs most attention. */
export function accessExitCode(answers: AccessAnswer[]): number {
  if (answers.some(({ answer }) => answer === 'no')) {
    return EXIT_CODES.refuted;
  }
  return answers.some(({ answer }) => answer === 'unknown') ? EXIT_CODES['not-proven'] : EXIT_CODES.proven;
}
