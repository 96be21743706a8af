import { Messages } from '@salesforce/core';
import type { COMMAND_CODES } from './command-codes.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flag-texts');

/** Keys of the texts that a flag has in some command, where they are not those that it has in all others. */
type Texts = Record<string, { summary?: string; description?: string }>;

/** Of commands that look at an app and create none. */
const APP_THAT_EXISTS: Texts = { 'app-type': { description: 'app-type.exists' } };

const TEXTS: Partial<Record<keyof typeof COMMAND_CODES, Texts>> = {
  'sso preview': {
    'app-type': { description: 'app-type.planned' },
    profile: { summary: 'profile.planned' },
    'permission-set': { summary: 'permission-set.planned' },
    user: { summary: 'user.planned' },
    'replace-certificate': { summary: 'replace-certificate.planned', description: 'replace-certificate.planned.why' },
  },
  'sso generate': {
    'app-type': { description: 'app-type.written' },
    profile: { summary: 'profile.not-written', description: 'access.not-written' },
    'permission-set': { summary: 'permission-set.not-written', description: 'access.not-written' },
    'replace-certificate': { summary: 'replace-certificate.written', description: 'replace-certificate.written.why' },
  },
  'sso display': APP_THAT_EXISTS,
  'sso verify': APP_THAT_EXISTS,
  'sso export': { ...APP_THAT_EXISTS, open: { description: 'open.untested' } },
  'sso delete': APP_THAT_EXISTS,
  'certificate rotate': {
    ...APP_THAT_EXISTS,
    'output-dir': { summary: 'output-dir.successor', description: 'output-dir.successor.when' },
  },
  'access assign': APP_THAT_EXISTS,
  'access list': APP_THAT_EXISTS,
  'access check': { ...APP_THAT_EXISTS, user: { summary: 'user.checked' } },
  'access revoke': { ...APP_THAT_EXISTS, user: { summary: 'user.loses' } },
};

/** The texts that a flag has in a command instead of its usual ones. */
export function textsOf(command: keyof typeof COMMAND_CODES, flag: string): { summary?: string; description?: string } {
  const keys = TEXTS[command]?.[flag] ?? {};
  return Object.fromEntries(Object.entries(keys).map(([kind, key]) => [kind, messages.getMessage(key)]));
}
