import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { parse } from 'csv-parse/sync';
import { setupError } from '../../errors.ts';
import { fileProblem } from '../../files/file-problem.ts';
import { readTextOrInput } from '../../files/read-text.ts';
import { uniqueNames } from '../../text/same-name.ts';
import { givenText } from './text-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'flags');

/** Flags that name users of the org. */
export const userFlags = {
  user: Flags.string({ summary: messages.getMessage('user.summary'), multiple: true, parse: givenText }),
  'users-file': Flags.string({
    summary: messages.getMessage('users-file.summary'),
    description: messages.getMessage('users-file.description'),
    parse: givenText,
  }),
};

/** What the parser makes of {@link userFlags}. */
export type UserFlags = { user?: string[] | undefined; 'users-file'?: string | undefined };

/** In bytes. A user name has at most 80 characters, and an org some ten thousand users. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** The heading of the column that holds the user names, as reports and the Data Loader write it. */
const HEADING = /^user[ _-]?name$/i;

/**
 * The users that the flags name.
 *
 * @throws UsersMissing (exit code 2) if they name none, and the errors of {@link usernamesOf}.
 */
export async function namedUsers(flags: UserFlags): Promise<string[]> {
  const usernames = await usernamesOf(flags);
  if (usernames.length === 0) {
    throw setupError('UsersMissing', { exitCode: 2 });
  }
  return usernames;
}

/**
 * The user names that the flags give, each once: case does not matter.
 *
 * @throws UsersFileUnreadable, UsersFileInvalid (exit code 2).
 */
export async function usernamesOf({ user = [], 'users-file': file }: UserFlags): Promise<string[]> {
  const given = [...user, ...(file === undefined ? [] : await namesInFile(file))].map((name) => name.trim());
  return uniqueNames(given);
}

/** One name a line, or the rows of a CSV file with a heading or with the names in the first column. */
async function namesInFile(path: string): Promise<string[]> {
  const name = path === '-' ? messages.getMessage('users-file.standard-input') : path;
  const text = await readTextOrInput(path, LARGEST_FILE).catch((error: unknown) => {
    throw setupError('UsersFileUnreadable', { tokens: [name, fileProblem(error)], exitCode: 2 });
  });
  const [first = [], ...others] = rowsOf(text, name);
  const column = first.findIndex((cell) => HEADING.test(cell));
  const rows = column === -1 ? [first, ...others] : others;
  const names = rows.map((row) => row[Math.max(column, 0)] ?? '');
  const wrong = names.findIndex((cell) => !/^[^\s@]+@[^\s@]+$/.test(cell));
  if (names.length === 0 || wrong !== -1) {
    const found = names[wrong] === undefined ? messages.getMessage('users-file.empty') : `"${names[wrong]}"`;
    throw setupError('UsersFileInvalid', { tokens: [name, found], exitCode: 2 });
  }
  return names;
}

function rowsOf(text: string, name: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    });
  } catch (error) {
    throw setupError('UsersFileInvalid', { tokens: [name, (error as Error).message], exitCode: 2 });
  }
}
