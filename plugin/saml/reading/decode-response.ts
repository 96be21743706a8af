import { decodeBase64, type Base64Fault } from './base64.ts';
import { codePointOf } from '../../text/code-point.ts';
import { base64Characters, limits } from './limits.ts';
import { positionOf } from './places.ts';
import type { Position } from '../report/check.ts';

/** What was read, or what stopped the reading (`actual`), where that is, and what it often means (`hint`). */
export type ReadingResult<T> =
  | { ok: true; value: T }
  | { ok: false; actual: string; hint?: string | undefined; position?: Position | undefined };

const BASE64_HINTS: Record<Base64Fault, string | undefined> = {
  empty: 'The value is empty: the field was not found, or its content was not copied.',
  'percent-encoded': 'The value holds "%": it is still percent-encoded, as in the raw body of the form post.',
  'url-alphabet': 'The value uses the Base64url alphabet ("-" and "_"), which a SAML form post never does.',
  alphabet: undefined,
  padding: 'The value is cut off, or its plus signs were turned into spaces on the way.',
};

/** Checks the size and decodes Base64. Inflates nothing, as a form field is never compressed (SAML Bindings 3.5.4). */
export function decodeField(field: unknown): ReadingResult<Buffer> {
  if (typeof field !== 'string') {
    return { ok: false, actual: `a value of type ${typeof field}` };
  }
  // Twice the limit leaves room for line breaks. A longer text is refused without a search through it.
  if (field.length > 2 * base64Characters || withoutSpaces(field) > base64Characters) {
    return { ok: false, actual: `${field.length} characters`, hint: `At most ${base64Characters} are accepted.` };
  }
  const reading = decodeBase64(field);
  if (!reading.ok) {
    return { ok: false, actual: `${field.length} characters, ${reading.fault}`, hint: BASE64_HINTS[reading.fault] };
  }
  if (reading.bytes.length > limits.xmlBytes) {
    return { ok: false, actual: `${reading.bytes.length} bytes`, hint: `At most ${limits.xmlBytes} are accepted.` };
  }
  return { ok: true, value: reading.bytes };
}

function withoutSpaces(field: string): number {
  return field.replace(/[ \t\r\n]+/g, '').length;
}

/** Decodes UTF-8 and refuses any wrong byte. A byte order mark is dropped. */
export function decodeUtf8(bytes: Buffer): ReadingResult<string> {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      ok: false,
      actual: `begins with the bytes ${bytes.subarray(0, 8).toString('hex')}`,
      hint: bytesHint(bytes),
    };
  }
}

function bytesHint(bytes: Buffer): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return 'The text is UTF-16.';
  }
  return first === 0x3c
    ? 'The text is in another character set than UTF-8.'
    : 'The bytes look compressed, as a SAMLRequest in an address is; the field SAMLResponse of a form carries plain XML.';
}

const BLANKS = '[ \\t\\r\\n]+';
const EQUALS = '[ \\t\\r\\n]*=[ \\t\\r\\n]*';
const DECLARATION = new RegExp(
  [
    `^<\\?xml${BLANKS}version${EQUALS}(["'])1\\.0\\1`,
    `(?:${BLANKS}encoding${EQUALS}(["'])[Uu][Tt][Ff]-8\\2)?`,
    `(?:${BLANKS}standalone${EQUALS}(["'])(?:yes|no)\\3)?[ \\t\\r\\n]*\\?>`,
  ].join(''),
);

/** Far more characters than any declaration needs, so that the expression does not search the rest of the text. */
const LONGEST_DECLARATION = 400;

/**
 * Refuses markup that two readers may understand differently. Returns the text with blanks in place of the XML
 * declaration, so that every line and column stays what it was.
 *
 * In a well-formed document, `<!` and `<?` occur only as markup. So a plain search finds every DOCTYPE, comment, CDATA
 * section and processing instruction. What is left is elements, attributes and text, of which the signature code can
 * say for certain how they are canonicalised.
 */
export function refuseAmbiguousMarkup(text: string): ReadingResult<string> {
  const [declaration = ''] = DECLARATION.exec(text.slice(0, LONGEST_DECLARATION)) ?? [];
  if (declaration === '' && /^<\?xml[ \t\r\n]/.test(text)) {
    const position = { line: 1, column: 1 };
    return { ok: false, actual: 'an XML declaration other than version 1.0 and UTF-8', position };
  }
  const body = declaration.replace(/[^\r\n]/g, ' ') + text.slice(declaration.length);
  const found =
    misplacedMark(body, declaration.length) ??
    forbiddenMarkup(body) ??
    forbiddenCharacter(body) ??
    forbiddenReference(body);
  if (found === undefined) {
    return { ok: true, value: body };
  }
  return { ok: false, actual: found.what, position: positionOf(body, found.at) };
}

/** Something forbidden, and where in the text it is. */
type Forbidden = { what: string; at: number };

/** Some parsers skip a byte order mark where the text begins for them. One that opens the text is dropped before. */
function misplacedMark(body: string, start: number): Forbidden | undefined {
  return body[start] === '\uFEFF'
    ? { what: 'a byte order mark that is not the first character', at: start }
    : undefined;
}

function forbiddenMarkup(body: string): Forbidden | undefined {
  const at = body.search(/<[!?]/);
  return at < 0 ? undefined : { what: markupAt(body.slice(at, at + 9)), at };
}

function markupAt(markup: string): string {
  if (markup.startsWith('<!--')) {
    return 'a comment';
  }
  if (markup.startsWith('<?')) {
    return 'a processing instruction';
  }
  if (markup.startsWith('<![CDATA[')) {
    return 'a CDATA section';
  }
  return /^<!DOCTYPE/i.test(markup) ? 'a DOCTYPE' : 'a markup declaration';
}

/** `Char` of XML 1.0, negated. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function forbiddenCharacter(body: string): Forbidden | undefined {
  const found = FORBIDDEN_CHARACTER.exec(body);
  return found ? { what: `the character ${codePointOf(found[0])}, which XML forbids`, at: found.index } : undefined;
}

/** A reference to a forbidden character is as bad as the character itself. */
function forbiddenReference(body: string): Forbidden | undefined {
  for (const { 0: reference, 1: hexadecimal, 2: decimal, index } of body.matchAll(/&#(?:x([0-9a-f]+)|([0-9]+));/gi)) {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    if (!isAllowed(code)) {
      return { what: `the character reference ${reference.slice(0, 20)}`, at: index };
    }
  }
  return undefined;
}

function isAllowed(code: number): boolean {
  return code <= 0x10ffff && !FORBIDDEN_CHARACTER.test(String.fromCodePoint(code));
}
