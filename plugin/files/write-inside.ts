import { randomUUID } from 'node:crypto';
import { lstat, mkdir, mkdtemp, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { setupError } from '../errors.ts';
import { fileProblem } from './file-problem.ts';

/**
 * Makes sure that a folder can be written before an org is changed, so that the values can be stored afterwards. The
 * test leaves nothing behind. The folder itself is created only when there is something to put into it.
 *
 * @throws OutputDirUnwritable.
 */
export async function refuseUnwritable(directory: string | undefined): Promise<void> {
  if (directory === undefined) {
    return;
  }
  try {
    const folder = await nearestFolder(resolve(directory));
    // File modes are not enough to know: access lists, network drives and read-only file systems decide too.
    await rmdir(await mkdtemp(join(folder, '.frontline-')));
  } catch (error) {
    throw unwritable(directory, fileProblem(error));
  }
}

/** The error for a folder that cannot be written. Scripts get `reason` too. */
export function unwritable(directory: string, reason: string): Error {
  return setupError('OutputDirUnwritable', { tokens: [directory, reason], data: { directory, reason } });
}

/** The folder itself, or the nearest one above it that exists. */
async function nearestFolder(path: string): Promise<string> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && dirname(path) !== path) {
      return undefined;
    }
    throw error;
  });
  if (found === undefined) {
    return nearestFolder(dirname(path));
  }
  if (!(await stat(path)).isDirectory()) {
    throw new Error(`${path} is a file, not a folder`);
  }
  return path;
}

/**
 * Writes a file inside a folder and nowhere else. Names and links that lead out of the folder are refused. The file is
 * written completely or not at all. It replaces a link of the same name and does not follow it.
 *
 * @param path relative to the folder.
 * @returns the absolute path.
 * @throws Error that says why it cannot be written, or the file system's error.
 */
export async function writeInside(folder: string, path: string, content: string): Promise<string> {
  const target = resolve(folder, path);
  refuseOutside(resolve(folder), target, path);
  await mkdir(folder, { recursive: true });
  await makeFolders(await realpath(folder), dirname(relative(folder, target)));
  const unfinished = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    await writeFile(unfinished, content, { flag: 'wx' });
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    // When a file would replace a folder, Windows reports a missing permission.
    const isFolder = await stat(target).then(
      (found) => found.isDirectory(),
      () => false,
    );
    throw new Error(isFolder ? `${path} is a folder` : fileProblem(error, path), { cause: error });
  }
  return target;
}

/** Creates one folder after the other, so that none is created behind a link that leads out. */
async function makeFolders(folder: string, path: string): Promise<void> {
  let current = folder;
  for (const name of path.split(sep).filter((part) => part !== '.')) {
    current = join(current, name);
    try {
      await mkdir(current, { recursive: true });
    } catch (error) {
      throw new Error(fileProblem(error, relative(folder, current)), { cause: error });
    }
    refuseOutside(folder, await realpath(current), path);
  }
}

/** Whether a path is a folder or inside it. Both are absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function refuseOutside(folder: string, target: string, path: string): void {
  if (!isInside(folder, target)) {
    throw new Error(`${path} leads out of the folder`);
  }
}
