import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/**
 * Writes a file below a folder, and nowhere else: names that lead out of it, and links in it that do, are refused. The
 * file appears whole or not at all, and takes the place of a link of its name instead of following it.
 *
 * @param path relative to the folder.
 * @returns the absolute path.
 * @throws Error that says what stands in the way, or of the file system.
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
    throw error;
  }
  return target;
}

/** Makes one folder after the other, so that none is made beyond a link that leads out. */
async function makeFolders(folder: string, path: string): Promise<void> {
  let current = folder;
  for (const name of path.split(sep).filter((part) => part !== '.')) {
    current = join(current, name);
    await mkdir(current, { recursive: true });
    refuseOutside(folder, await realpath(current), path);
  }
}

function refuseOutside(folder: string, target: string, path: string): void {
  const way = relative(folder, target);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new Error(`${path} leads out of the folder`);
  }
}
