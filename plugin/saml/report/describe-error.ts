/**
 * An error in one line: its kind, its message, and the line of code that threw it, without the folders of this machine.
 * Never throws, although what was thrown may itself throw when it is looked at.
 */
export function describeError(error: unknown): string {
  try {
    if (!(error instanceof Error)) {
      return `a thrown ${typeof error}`;
    }
    const [, place] = /\n\s+at .*?([\w.-]+:\d+:\d+)/.exec(error.stack ?? '') ?? [];
    return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place})`}`;
  } catch {
    return 'an error that cannot be read either';
  }
}
