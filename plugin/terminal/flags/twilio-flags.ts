import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { VerifyRequest } from '../../setup/verify/verify-sso.ts';
import { twilioCredentials } from '../../twilio/credentials.ts';
import { givenText } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

/** Flags of the command that can ask Twilio too. */
export const twilioFlags = {
  'twilio-user': Flags.string({
    summary: messages.getMessage('flags.twilio-user.summary'),
    description: messages.getMessage('flags.twilio-user.description'),
    parse: givenText,
  }),
  'twilio-profile': Flags.string({
    summary: messages.getMessage('flags.twilio-profile.summary'),
    dependsOn: ['twilio-user'],
    parse: givenText,
  }),
};

/**
 * Whom to ask Twilio about. The credentials are looked for before any request.
 *
 * @throws the errors of `twilioCredentials` (exit code 2).
 */
export function twilioQuestion(flags: {
  'twilio-user'?: string | undefined;
  'twilio-profile'?: string | undefined;
}): VerifyRequest['twilio'] {
  const identity = flags['twilio-user'];
  return identity === undefined
    ? undefined
    : { identity, api: { credentials: twilioCredentials(flags['twilio-profile'], process.env) } };
}
