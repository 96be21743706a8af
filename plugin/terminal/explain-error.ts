import { Errors } from '@oclif/core';
import { isSetupError, setupError } from '../errors.ts';
import { explainOrgError } from '../salesforce/api/org-errors.ts';
import { shellWord } from '../text/shell-word.ts';
import { terminalSafe, terminalSafeLines, withoutToken } from '../text/terminal-safe.ts';

/**
 * An error as a user should read it, also if it came while the flags were parsed, before any org was known.
 *
 * @param completed makes the commands of an action complete.
 */
export function explainError(
  error: Error,
  argv: string[],
  completed: (action: string) => string = (action) => action,
): Error {
  const index = argv.findIndex((argument) => argument === '--target-org' || argument === '-o');
  const known = isOrgWithoutFile(error) ? orgWithoutFile(argv) : mendFlagError(error);
  return safeError(explainOrgError(known, withoutToken(argv[index + 1]) ?? 'the org'), completed);
}

/** The parser's words about an `--org` that no definition file stands beside, or that a command does not have. */
function isOrgWithoutFile(error: Error): boolean {
  return (
    error instanceof Errors.CLIError && /using --org: --definition-file|Nonexistent flags?: --org\b/.test(error.message)
  );
}

/** Whoever wants to work in one org easily writes `--org` for `--target-org`. */
function orgWithoutFile(argv: string[]): Error {
  const index = argv.findIndex((argument) => /^--org(?:=|$)/.test(argument));
  const name = argv[index]?.startsWith('--org=') === true ? argv[index].slice('--org='.length) : argv[index + 1];
  return setupError('OrgWithoutFile', { actionTokens: [shellWord(withoutToken(name) ?? 'my-org')], exitCode: 2 });
}

/** The parser dims parts of a list of errors (@oclif/core, parser/errors.js). These two sequences hide nothing. */
// eslint-disable-next-line no-control-regex
const DIM = /(\u001b\[(?:2|22)m)/;

/** Makes the texts of an error safe for a terminal. Libraries put words of the org into them. */
function safeError(error: Error, completed: (action: string) => string): Error {
  const { code, actions } = error as { code?: unknown; actions?: unknown };
  const parts = error.message.split(DIM).map((part) => (DIM.test(part) ? part : terminalSafeLines(part)));
  setText(error, 'message', parts.join(''));
  if (typeof code === 'string') {
    setText(error, 'code', terminalSafe(code));
  }
  if (Array.isArray(actions)) {
    setText(
      error,
      'actions',
      (actions as string[]).map((action) => completed(terminalSafeLines(action))),
    );
  }
  return error;
}

/** Changes only what differs. Some errors have getters alone (DOMException), so nothing is assigned. */
function setText(error: Error, key: 'message' | 'code' | 'actions', value: string | string[]): void {
  if (String((error as { [Key in typeof key]?: unknown })[key]) === String(value)) {
    return;
  }
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: key !== 'message' });
}

/**
 * Mends the errors that the libraries make of a wrong flag. Some lack its exit code, so that the CLI would end with 1,
 * and have a line break and a tab before the reason. Others show the value of a flag, which for an org is
 * `[object Object]`. An error of --target-org keeps its exit code: the org may be right and out of reach.
 */
function mendFlagError(error: Error): Error {
  const ofParser = error instanceof Errors.CLIError;
  if (ofParser || (!isSetupError(error) && /^Parsing --(?!target-org\b)/.test(error.message))) {
    Object.assign(error, { exitCode: 2, oclif: { exit: 2 } });
  }
  const message = error.message
    .replace(/^(Parsing --[\w-]+) \n\t/, '$1: ')
    .replace(/(--[\w-]+)=[^]*?( cannot also be provided when using --)/g, '$1$2');
  setText(error, 'message', message);
  return error;
}
