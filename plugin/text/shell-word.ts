/**
 * A value as one word for a shell. Double quotes are enough if nothing between them has a special meaning. Windows
 * knows them too.
 */
export function shellWord(value: string): string {
  if (isPlainWord(value)) {
    return value;
  }
  return /^(?!.*\\\\)[\w@.+:/\\ ~()='-]+(?<!\\)$/.test(value) ? `"${value}"` : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Whether every shell reads a value unchanged without quotes. */
export function isPlainWord(value: string): boolean {
  return /^[\w@.+:/][\w@.+:/-]*$/.test(value);
}
