import { Messages, type SfError } from '@salesforce/core';
import type { AnyJson } from '@salesforce/ts-types';
import type { ErrorName } from './error-names.ts';
import { terminalSafe, withoutSecrets } from './text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'errors');

export type Tokens = Array<string | number>;

/** What an error can have besides its name. */
export type ErrorDetails = {
  /** Values for the sentence. */
  tokens?: Tokens;
  /** Further facts, each in a line of its own below the sentence. */
  lines?: string[];
  /** Values for the list of what to do. */
  actionTokens?: Tokens;
  /** The situation, if the actions depend on it: the part of their key between the error's name and `.actions`. */
  situation?: string;
  /** The exit code of the command. The default is 1. */
  exitCode?: number;
  /** Machine-readable facts, shown under `data` in the JSON answer. */
  data?: AnyJson;
};

/** The errors that this file has made, with their names. */
const setupErrors = new WeakMap<object, ErrorName>();

/**
 * Whether this file has made an error, so that its text is already meant for users.
 *
 * @param names the names that the error may have. Without them, it may have any.
 */
export function isSetupError(error: unknown, ...names: ErrorName[]): error is SfError {
  const name = typeof error === 'object' && error !== null ? setupErrors.get(error) : undefined;
  return name !== undefined && (names.length === 0 || names.includes(name));
}

/**
 * An error as a user meets it: a stable name, one sentence, what to do.
 *
 * @param name the key in `messages/errors.md` without its `error.`; the error is named `<name>Error`.
 */
export function setupError(name: ErrorName, details: ErrorDetails = {}): SfError {
  const { tokens = [], lines = [], actionTokens = [], situation, exitCode = 1, data } = details;
  const values = actionTokens.map(sayable);
  const error = messages.createError(`error.${name}`, tokens.map(sayable), values, exitCode);
  error.message = [error.message, ...lines.map((line) => `  ${sayable(line)}`)].join('\n');
  if (situation !== undefined) {
    error.actions = messages.getMessages(`error.${name}.${situation}.actions`, values);
  }
  setupErrors.set(error, name);
  if (data) {
    error.setData(JSON.parse(withoutSecrets(JSON.stringify(data))) as AnyJson);
  }
  return error;
}

/** Values often come from an org or a file. They must not break the sentence or redraw the terminal. */
function sayable(token: string | number): string | number {
  return typeof token === 'number' ? token : terminalSafe(token.replace(/\s+/g, ' '));
}
