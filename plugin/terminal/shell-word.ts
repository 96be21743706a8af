/**
 * A text as one word of a command that a person copies into a shell. What a shell reads as itself stays bare.
 *
 * @param platform where the command is run; the shells of Windows know only double quotes, which no name there holds.
 */
export function shellWord(text: string, platform: string = process.platform): string {
  if (/^[\w@+=:,./-]+$/.test(text)) {
    return text;
  }
  return platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
