/**
 * Names the mistake if a user name has the suffix of a sandbox and should not, or the other way round. A sandbox adds
 * its name to every user name, as in `user@example.com.uat`. Undefined if the mistake is another one.
 */
export function userNameSuffixMistake(expected: string, actual: string): string | undefined {
  if (expected.includes('@') && actual.startsWith(`${expected}.`)) {
    return `It has the additional suffix "${actual.slice(expected.length)}", as user names of a test organization do.`;
  }
  return actual.includes('@') && expected.startsWith(`${actual}.`)
    ? `It lacks the suffix "${expected.slice(actual.length)}", which user names of a test organization have.`
    : undefined;
}
