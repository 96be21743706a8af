/** A value as one word for a shell. Double quotes do where nothing in them has a meaning: they are those of Windows too. */
export function shellWord(value: string): string {
  if (isPlainWord(value)) {
    return value;
  }
  return /^(?!.*\\\\)[\w@.+:/\\ ~()-]+(?<!\\)$/.test(value) ? `"${value}"` : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Whether every shell reads a value as it stands. */
export function isPlainWord(value: string): boolean {
  return /^[\w@.+:/][\w@.+:/-]*$/.test(value);
}
