import { open } from 'node:fs/promises';
import { constants } from 'node:fs';

/**
 * The text of a file that a user named. Opening does not wait. Otherwise a pipe that nobody writes to would block the
 * process forever, past every time limit.
 *
 * @param largest the size limit in bytes.
 * @throws Error that says why there is no text: not a regular file, too large, not UTF-8, or the file system's error.
 */
export async function readText(path: string, largest: number): Promise<string> {
  // Windows has neither such pipes nor the constant.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) {
      throw new Error(found.isDirectory() ? 'it is a folder' : 'it is no regular file');
    }
    if (found.size > largest) {
      throw new Error(`it has ${found.size} bytes, more than ${largest}`);
    }
    return utf8Text(await file.readFile());
  } finally {
    await file.close();
  }
}

/**
 * The text of a file, or of standard input for `-`, which stands for it by custom.
 *
 * @param largest the size limit in bytes.
 * @throws the errors of {@link readText}.
 */
export async function readTextOrInput(path: string, largest: number): Promise<string> {
  if (path !== '-') {
    return readText(path, largest);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > largest) {
      throw new Error(`it has more than ${largest} bytes`);
    }
    chunks.push(bytes);
  }
  return utf8Text(Buffer.concat(chunks));
}

/**
 * @throws Error for bytes of another encoding. Without it, their letters would be replaced silently.
 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8');
  }
}
