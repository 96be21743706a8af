import { Messages, type SfError } from '@salesforce/core';
import type { AnyJson } from '@salesforce/ts-types';
import type { ErrorName } from './error-names.ts';
import { terminalSafe, withoutSecrets } from './text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'errors');

export type Tokens = Array<string | number>;

/** What the one place that makes errors can be told beside the error's name. */
export type ErrorDetails = {
  /** Values for the sentence. */
  tokens?: Tokens;
  /** Values for the list of what to do. */
  actionTokens?: Tokens;
  /** Where what to do depends on it: the part of the list's key between the error's name and `.actions`. */
  situation?: string;
  /** The exit code of the command; 1 unless given. */
  exitCode?: number;
  /** Machine-readable facts, shown under `data` in the JSON answer. */
  data?: AnyJson;
};

/** The errors that were made here, with their names. */
const setupErrors = new WeakMap<object, ErrorName>();

/**
 * Whether an error was made here, and so says already what a user should read.
 *
 * @param names where given, it must be one of these.
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
  const { tokens = [], actionTokens = [], situation, exitCode = 1, data } = details;
  const values = actionTokens.map(sayable);
  const error = messages.createError(`error.${name}`, tokens.map(sayable), values, exitCode);
  if (situation !== undefined) {
    error.actions = messages.getMessages(`error.${name}.${situation}.actions`, values);
  }
  setupErrors.set(error, name);
  if (data) {
    error.setData(JSON.parse(withoutSecrets(JSON.stringify(data))) as AnyJson);
  }
  return error;
}

/** Much of what an error names comes from an org or a file; it must stay one sentence, and leave the terminal alone. */
function sayable(token: string | number): string | number {
  return typeof token === 'number' ? token : terminalSafe(token.replace(/\s+/g, ' '));
}
