import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { readTextOrInput } from '../../files/read-text.ts';
import { LONGEST_EXPORT } from '../../saml/reading/browser-export.ts';
import { readCapturedResponses, type PostedResponses } from '../../saml/reading/captured-response.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'captured-response');

/** In bytes. A character has one or more. */
const LARGEST_FILE = LONGEST_EXPORT;

/**
 * The responses that a person captured, newest first; `-` reads standard input. An export of a browser can have several.
 *
 * @throws ResponseFileUnreadable, ResponseFileInvalid (exit code 2).
 */
export async function readResponseFile(path: string): Promise<PostedResponses> {
  const name = nameOf(path);
  const captured = readCapturedResponses(await contentOf(path));
  if (!captured.ok) {
    throw setupError('ResponseFileInvalid', { tokens: [name, messages.getMessage(captured.reason)], exitCode: 2 });
  }
  return captured.responses;
}

/** How a sentence calls it. */
function nameOf(path: string): string {
  return path === '-' ? messages.getMessage('standardInput') : path;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readTextOrInput(path, LARGEST_FILE);
  } catch (error) {
    throw setupError('ResponseFileUnreadable', { tokens: [nameOf(path), fileProblem(error)], exitCode: 2 });
  }
}
