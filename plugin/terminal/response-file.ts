import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Messages } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { readCapturedResponse } from '../saml/captured-response.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'captured-response');

/**
 * The response that a person captured, as the Base64 field; `-` reads standard input.
 *
 * @throws ResponseFileUnreadable, ResponseFileInvalid.
 */
export async function readResponseFile(path: string): Promise<string> {
  const captured = readCapturedResponse(await contentOf(path));
  if (!captured.ok) {
    throw setupError('ResponseFileInvalid', { tokens: [path, messages.getMessage(captured.reason)] });
  }
  return captured.samlResponse;
}

async function contentOf(path: string): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw setupError('ResponseFileUnreadable', { tokens: [path, (error as Error).message] });
  }
}
