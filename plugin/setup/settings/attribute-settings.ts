import { setupError } from '../../errors.ts';
import { isXmlText } from '../../salesforce/metadata/metadata-xml.ts';
import { shellWord } from '../../text/shell-word.ts';

/** What a NameID can be made from: the word of the flag, and the word of the metadata (SamlSubjectType). */
export const SUBJECTS = { username: 'Username', 'federation-id': 'FederationId', 'user-id': 'UserId' } as const;

export type Subject = keyof typeof SUBJECTS;

/** Attributes that Salesforce always sends (seen in real responses). A second one of the same name breaks the sign-in. */
const BUILT_IN = ['userId', 'username', 'email', 'is_portal_user'];

/**
 * A SAML attribute from `key=formula`. The org evaluates the formula, so a text literal in it has quotes.
 *
 * @throws AttributeInvalid (exit code 2), also for words alone: they would be a formula that the org cannot read.
 */
export function parseAttribute(input: string): [key: string, formula: string] {
  const separator = input.indexOf('=');
  const [key, formula] = [input.slice(0, separator).trim(), input.slice(separator + 1).trim()];
  const reason = separator < 0 ? 'it has no =' : faultOf(key, formula);
  if (reason !== undefined) {
    throw setupError('AttributeInvalid', { tokens: [input, reason], exitCode: 2 });
  }
  if (lacksQuotes(formula)) {
    throw setupError('AttributeInvalid', {
      tokens: [input, `${formula} is neither a text in quotes nor a field such as $User.Department`],
      situation: 'unquoted',
      actionTokens: [`${key}='${formula}'`, `${key}=${fieldMeantBy(formula)}`].map(shellWord),
      exitCode: 2,
    });
  }
  return [key, formula];
}

/**
 * SAML attributes from a role and from `key=formula`. No key may occur twice, since it would not be clear which of the
 * two values is meant.
 *
 * @param role the formula of the role.
 * @throws AttributeTwice (exit code 2).
 */
export function attributesOf(
  role: string | undefined,
  attributes: Array<[key: string, formula: string]>,
): Record<string, string> {
  const keys = [...(role === undefined ? [] : ['roles']), ...attributes.map(([key]) => key)];
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) {
    const ways = role !== undefined && twice === 'roles' ? 'with --role and with --attribute' : 'with --attribute';
    throw setupError('AttributeTwice', { tokens: [twice, ways], exitCode: 2 });
  }
  return { ...(role === undefined ? {} : { roles: role }), ...Object.fromEntries(attributes) };
}

/** The reason in an error about a text that no metadata file can hold. */
const UNWRITABLE = 'it holds control characters or half a character';

/**
 * The formula of the attribute `roles` for a role that a user gave without quotes.
 *
 * @throws RoleInvalid (exit code 2).
 */
export function roleFormula(role: string): string {
  const reason = faultOfRole(role);
  if (reason !== undefined) {
    throw setupError('RoleInvalid', { tokens: [role, reason], exitCode: 2 });
  }
  return `'${role.trim()}'`;
}

/** The text of a formula that is only a literal, in single or double quotes (both were seen in real apps). */
export function literalOf(formula: string): string | undefined {
  return /^\s*(['"])((?:(?!\1)[^\\])*)\1\s*$/s.exec(formula)?.[2];
}

/**
 * Whether the value of a formula depends on the user. A formula that does not, and is no literal, is a mistake: a word
 * without quotes.
 */
export function isComputed(formula: string): boolean {
  return literalOf(formula) === undefined && formula.includes('$');
}

/** The words of a formula that stand for values. All others need quotes around them, or a `$` before them. */
const CONSTANTS = ['true', 'false', 'null'];

/** Whether a formula is only words: a text whose quotes are missing, or a field without its `$`. */
function lacksQuotes(formula: string): boolean {
  return /^[^'"$()&+*/<>=]*\p{L}[^'"$()&+*/<>=]*$/u.test(formula) && !CONSTANTS.includes(formula.toLowerCase());
}

/** A shell that finds `$User.Department` in double quotes, or in none, leaves `.Department`. */
function fieldMeantBy(formula: string): string {
  const [, path] = /^(?:(?:User)?\.)?([a-z]\w*)$/i.exec(formula) ?? [];
  return `$User.${path ?? '<field>'}`;
}

function faultOfRole(role: string): string | undefined {
  if (role.trim() === '') {
    return 'it is empty';
  }
  if (/['"\\]/.test(role)) {
    return 'a role holds no quotes';
  }
  return isXmlText(role) ? undefined : UNWRITABLE;
}

function faultOf(key: string, formula: string): string | undefined {
  if (key === '' || /\s/.test(key)) {
    return key === '' ? 'it has no key before the =' : 'its key holds blanks';
  }
  if (BUILT_IN.some((name) => name.toLowerCase() === key.toLowerCase())) {
    return `Salesforce sends ${key} by itself`;
  }
  if (!isXmlText(key + formula)) {
    return UNWRITABLE;
  }
  if (formula === '') {
    return 'it has no formula after the =';
  }
  return hasOpenQuote(formula) ? 'its quotes are not balanced' : undefined;
}

/** Whether a text literal in a formula is not closed. A quote after a backslash does not close it. */
function hasOpenQuote(formula: string): boolean {
  let open: string | undefined;
  for (let index = 0; index < formula.length; index++) {
    const character = formula[index];
    if (character === '\\') {
      index++;
    } else if (open === undefined && (character === "'" || character === '"')) {
      open = character;
    } else if (character === open) {
      open = undefined;
    }
  }
  return open !== undefined;
}
