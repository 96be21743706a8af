/** Control, formatting and line-separator characters, which could redraw a terminal or hide part of a value. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * An access token, a refresh token (by the prefix that Salesforce gives them), or the part of an address that opens a
 * session.
 */
const SECRET = /\b00D\w{12,15}![\w.]+|\b5Aep8[\w.=-]*|(?<=[?&](?:otp|sid|SAMLResponse)=)[^&\s"'\\]+/g;

/** A text without anything that opens a session, in case an answer repeats the request. */
export function withoutSecrets(text: string): string {
  return text.replace(SECRET, '(a secret)');
}

/** A text from outside, safe for one line of a terminal. Invisible characters are written as `\u{…}`. */
export function terminalSafe(text: string): string {
  return withoutSecrets(text).replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a text that may have several lines. */
export function terminalSafeLines(text: string): string {
  return text.split('\n').map(terminalSafe).join('\n');
}

/**
 * The name of a login as it may be printed; undefined if there is none. A login without an auth file has its access token
 * in place of a user name. A text that begins with `-` is the next flag of a command line.
 */
export function withoutToken(name: string | undefined): string | undefined {
  return name === undefined || name.includes('!') || name.startsWith('-') ? undefined : name;
}
