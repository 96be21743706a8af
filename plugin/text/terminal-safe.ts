/** Control, formatting and line-separator characters, which could redraw a terminal or hide part of a value. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** An access token, a refresh token (by the beginning that Salesforce's own have), or what opens a session in an address. */
const SECRET = /\b00D\w{12,15}![\w.]+|\b5Aep8[\w.=-]*|(?<=[?&](?:otp|sid|SAMLResponse)=)[^&\s"'\\]+/g;

/** A text without what opens a session, should an answer repeat what it was asked with. */
export function withoutSecrets(text: string): string {
  return text.replace(SECRET, '(a secret)');
}

/** A text from elsewhere for one line of a terminal: what could not be seen is written as `\u{…}`. */
export function terminalSafe(text: string): string {
  return withoutSecrets(text).replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a text whose line ends are meant. */
export function terminalSafeLines(text: string): string {
  return text.split('\n').map(terminalSafe).join('\n');
}
