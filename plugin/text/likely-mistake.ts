/**
 * A sentence that names the mistake which a wrong value probably comes from. Undefined if the value is equal, or
 * differs too much for a guess.
 */
export function likelyMistake(expected: string, actual: string): string | undefined {
  if (expected === actual || expected === '' || actual === '') {
    return undefined;
  }
  return textMistake(expected, actual) ?? addressMistake(expected, actual);
}

function textMistake(expected: string, actual: string): string | undefined {
  if (actual.trim() === expected.trim()) {
    return 'It differs in white space at its ends only: generally a blank was pasted along.';
  }
  if (actual.toLowerCase() === expected.toLowerCase()) {
    return 'It differs in upper and lower case only, and case matters.';
  }
  if (withoutSlash(actual) === withoutSlash(expected)) {
    return 'It differs in the slash at its end only: the value must be equal to the last character.';
  }
  const withoutQuotes = /^(['"])(.*)\1$/s.exec(actual)?.[2];
  return withoutQuotes === expected
    ? 'It contains the quotes of the formula: the formula has one pair of quotes too many.'
    : undefined;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, '');
}

function addressMistake(expected: string, actual: string): string | undefined {
  const wanted = parseAddress(expected);
  const found = parseAddress(actual);
  if (!wanted || !found) {
    return undefined;
  }
  if (actual.replace(/^http:/, 'https:') === expected) {
    return 'It begins with http instead of https.';
  }
  if (wanted.host !== found.host) {
    return wanted.pathname === found.pathname
      ? `It names the host ${found.host} instead of ${wanted.host}: generally another address of the same organization.`
      : undefined;
  }
  const wantedParts = wanted.pathname.split('/');
  const foundParts = found.pathname.split('/');
  const last = wantedParts.pop();
  const foundLast = foundParts.pop();
  return last !== foundLast && wantedParts.join('/') === foundParts.join('/')
    ? `Only its last part differs, "${foundLast}" instead of "${last}": generally the value of another account.`
    : undefined;
}

function parseAddress(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
