import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { Detail } from '../texts/verify-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** The flags that say how much a command shows; as the official deploy command has them. */
export const detailFlags = {
  verbose: Flags.boolean({ summary: messages.getMessage('verbose.summary'), default: false, exclusive: ['concise'] }),
  concise: Flags.boolean({ summary: messages.getMessage('concise.summary'), default: false }),
};

/** How much the flags ask for. */
export function detailOf({ verbose, concise }: { verbose: boolean; concise: boolean }): Detail {
  return verbose ? 'verbose' : concise ? 'concise' : 'usual';
}
