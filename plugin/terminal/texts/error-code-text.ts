import { Messages } from '@salesforce/core';
import type { ErrorExplanation } from '../../twilio/error-codes.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

/** What an error code of the service provider means, and what to do about it. */
export function errorCodeText({ code, title, cause, fix }: ErrorExplanation): string[] {
  return [
    `${code} ${title}`,
    '',
    `${messages.getMessage('cause')}: ${cause}`,
    `${messages.getMessage('doThis')}: ${fix}`,
  ];
}
