import { open } from 'node:fs/promises';
import { constants } from 'node:fs';

/**
 * The text of a file that a person named. Opening does not wait: a pipe that nobody writes to would otherwise hold the
 * process for good, beyond every time limit.
 *
 * @param largest the size in bytes up to which it is read.
 * @throws Error that says in some words why there is no text: no regular file, too large, not UTF-8, or what the file
 *   system says.
 */
export async function readText(path: string, largest: number): Promise<string> {
  // Windows knows no such pipes, and not the constant.
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

/** @throws Error for bytes of another encoding, whose letters would be replaced without a word. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8');
  }
}
