import { Messages } from '@salesforce/core';
import { setupError } from '../errors.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'twilio-errors');

/**
 * Twilio's error codes between 70000 and 70999, as its Error and Warning Dictionary lists them (2023). For some of
 * them field notes give a meaning at sign-in that differs from the dictionary's; the texts give that first.
 */
export const TWILIO_ERROR_CODES = [
  70001, 70002, 70003, 70004, 70005, 70051, 70052, 70053, 70101, 70102, 70103, 70104, 70105, 70106, 70151, 70152, 70153,
  70154, 70155, 70156, 70251, 70252, 70253,
];

/** The codes that a sign-in is known to end with (field notes, and the texts of the dictionary). */
export const SIGN_IN_ERROR_CODES = [70002, 70004, 70251, 70252, 70253];

/** What an error code means and what to do about it. */
export type ErrorExplanation = { code: number; title: string; cause: string; fix: string };

/** @throws TwilioCodeUnknown (exit code 2) for a code that is not listed. */
export function explainErrorCode(input: string): ErrorExplanation {
  const code = Number(input.trim());
  if (!TWILIO_ERROR_CODES.includes(code)) {
    throw setupError('TwilioCodeUnknown', {
      tokens: [input],
      actionTokens: [TWILIO_ERROR_CODES.join(', ')],
      exitCode: 2,
    });
  }
  const text = (part: string): string => messages.getMessage(`${code}.${part}`);
  return { code, title: text('title'), cause: text('cause'), fix: text('fix') };
}
