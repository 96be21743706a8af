import { Messages } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { readText, utf8Text } from '../../files/read-text.ts';
import { readCapturedResponse } from '../../saml/reading/captured-response.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'captured-response');

/** A response of the largest size that is checked, percent-encoded in a form body with other fields, in bytes. */
const LARGEST_FILE = 4 * 1024 * 1024;

/**
 * The response that a person captured, as the Base64 field; `-` reads standard input.
 *
 * @throws ResponseFileUnreadable, ResponseFileInvalid.
 */
export async function readResponseFile(path: string): Promise<string> {
  const name = nameOf(path);
  const captured = readCapturedResponse(await contentOf(path));
  if (!captured.ok) {
    throw setupError('ResponseFileInvalid', { tokens: [name, messages.getMessage(captured.reason)] });
  }
  return captured.samlResponse;
}

/** How a sentence calls it. */
function nameOf(path: string): string {
  return path === '-' ? messages.getMessage('standardInput') : path;
}

async function contentOf(path: string): Promise<string> {
  try {
    return path === '-' ? await standardInput() : await readText(path, LARGEST_FILE);
  } catch (error) {
    throw setupError('ResponseFileUnreadable', { tokens: [nameOf(path), fileProblem(error)] });
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > LARGEST_FILE) {
      throw new Error(`it has more than ${LARGEST_FILE} bytes`);
    }
    chunks.push(bytes);
  }
  return utf8Text(Buffer.concat(chunks));
}
