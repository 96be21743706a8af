import { Messages } from '@salesforce/core';
import type { Agents } from '../../setup/settings/settings.ts';
import { uniqueNames } from '../../text/same-name.ts';
import type { FrontlineCommand } from '../frontline-command.ts';
import { readLine } from './read-line.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'sign-in-users');

/** How long a person may think, in milliseconds. A terminal that nobody sits at must not hold a pipeline up. */
const PATIENCE = 60_000;

/** Where the question is asked. */
type Screen = Pick<FrontlineCommand<unknown>, 'log' | 'jsonEnabled' | 'spinner'>;

/** The flags that say who gets access, or that nobody is asked. */
type Flags = {
  user?: string[] | undefined;
  'users-file'?: string | undefined;
  profile?: string[] | undefined;
  'permission-set'?: string[] | undefined;
  'no-prompt': boolean;
  'dry-run': boolean;
};

/**
 * The question who the agents are.
 *
 * @returns undefined if nobody is to be asked: the flags say it, or there is nobody who could answer.
 */
export function agentsQuestion(screen: Screen, flags: Flags): (() => Promise<Agents | undefined>) | undefined {
  const isSaid = [flags.user, flags['users-file'], flags.profile, flags['permission-set']].some(
    (given) => given !== undefined,
  );
  if (isSaid || flags['no-prompt'] || flags['dry-run'] || screen.jsonEnabled() || !process.stdin.isTTY) {
    return undefined;
  }
  return async () => {
    screen.spinner.stop();
    screen.log(messages.getMessage('ask'));
    const answer = await readLine(messages.getMessage('ask.prompt'), PATIENCE);
    return agentsNamed(answer);
  };
}

/** What an answer means: names with an @ are users, another text is a permission set, an empty one is nobody yet. Pure. */
export function agentsNamed(answer: string): Agents | undefined {
  const text = answer.trim();
  if (text === '' || /^later\.?$/i.test(text)) {
    return undefined;
  }
  return text.includes('@') ? { usernames: uniqueNames(text.split(/[\s,;]+/).filter(Boolean)) } : { agentSet: text };
}
