import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setupError } from '../../errors.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { readText } from '../../files/read-text.ts';
import { isInside } from '../../files/write-inside.ts';

/** The size limit of a metadata file in bytes. Real files are much smaller. */
const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * Refuses links in a source folder that lead out of it or to a folder. Only files in the folder may be deployed, and a
 * link to a folder can lead in circles.
 *
 * @throws SourceUnreadable, SourceLinkRefused.
 */
export async function refuseLinks(directory: string): Promise<void> {
  const root = await realpath(directory);
  const entries = await entriesOf(root).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOTDIR' ? 'it is a file, not a folder.' : `${fileProblem(error)}.`;
    throw setupError('SourceUnreadable', { tokens: [directory, reason] });
  });
  for (const entry of entries.filter((candidate) => candidate.isSymbolicLink())) {
    const path = join(entry.parentPath, entry.name);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined || !isInside(root, target) || !(await stat(target)).isFile()) {
      throw setupError('SourceLinkRefused', { tokens: [relative(root, path), directory] });
    }
  }
}

function entriesOf(root: string): Promise<Dirent[]> {
  return readdir(root, { withFileTypes: true, recursive: true });
}

/**
 * The text of a file of the source.
 *
 * @param path absolute. An error gives it relative to `directory`.
 * @throws SourceFileInvalid for what `readText` refuses.
 */
export async function readSourceFile(directory: string, path: string): Promise<string> {
  try {
    return await readText(path, LARGEST_FILE);
  } catch (error) {
    throw setupError('SourceFileInvalid', { tokens: [relative(directory, path), fileProblem(error)] });
  }
}
