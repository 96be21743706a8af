/** What the file system's codes mean to a user who gave a path (errno(3)). */
const MEANING: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be used by this user (no permission)',
  EPERM: 'may not be used by this user (no permission)',
  EISDIR: 'is a folder',
  ENOTEMPTY: 'is a folder',
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'lies below a file, not below a folder',
  EROFS: 'lies in a file system that is read-only',
  ENOSPC: 'finds no space left on the disk',
  EDQUOT: 'finds no space left in the quota of this user',
  ELOOP: 'is a link that leads in circles',
  ENAMETOOLONG: 'has a name that is too long',
  EMFILE: 'cannot be opened, since too many files are open',
};

/**
 * Why a file or folder cannot be used, in plain words. The messages of Node.js name system calls, codes and temporary
 * files.
 *
 * @param subject the subject of the sentence.
 */
export function fileProblem(error: unknown, subject = 'it'): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) {
    return message;
  }
  return `${subject} ${MEANING[code] ?? `cannot be used (${code})`}`;
}
