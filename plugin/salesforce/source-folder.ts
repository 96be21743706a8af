import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setupError } from '../errors.ts';

/** No metadata file of a setup comes near it, in bytes. */
const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * Looks through a source folder for links that lead out of it, or to a folder: what is deployed must be what lies in the
 * folder, and a link to a folder can lead in circles.
 *
 * @throws SourceLinkRefused.
 */
export async function refuseLinks(directory: string): Promise<void> {
  const root = await realpath(directory);
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((candidate) => candidate.isSymbolicLink())) {
    const path = join(entry.parentPath, entry.name);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined || !target.startsWith(root + sep) || !(await stat(target)).isFile()) {
      throw setupError('SourceLinkRefused', { tokens: [relative(root, path), directory] });
    }
  }
}

/**
 * The text of a file of the source.
 *
 * @param path absolute; its name below `directory` is what an error says.
 * @throws SourceFileInvalid for what is no file, or too large to be one of a setup.
 */
export async function readSourceFile(directory: string, path: string): Promise<string> {
  const name = relative(directory, path);
  const found = await stat(path);
  if (!found.isFile()) {
    throw setupError('SourceFileInvalid', { tokens: [name, 'it is no regular file'] });
  }
  if (found.size > LARGEST_FILE) {
    throw setupError('SourceFileInvalid', { tokens: [name, `it has ${found.size} bytes, more than ${LARGEST_FILE}`] });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw setupError('SourceFileInvalid', { tokens: [name, (error as Error).message] });
  }
}
