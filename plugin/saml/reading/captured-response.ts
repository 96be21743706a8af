import { decodeBase64 } from './base64.ts';

/**
 * What was in a text that a person captured: the value of the form field SAMLResponse, or the reason why it has none.
 * `html` is a web page, `request` is the message in the other direction, and `unknown` does not look like SAML.
 */
export type CapturedResponse =
  { ok: true; samlResponse: string } | { ok: false; reason: 'empty' | 'html' | 'request' | 'unknown' };

/** A field of a form body, or a line of a browser's list of form fields; the value runs to the next field. */
const RESPONSE_FIELD = /(?:^|[&?\s"])SAMLResponse"?\s*[=:]\s*"?([^&\s"]*)/;
const REQUEST_FIELD = /(?:^|[&?\s"])SAMLRequest"?\s*[=:]/;

/**
 * Finds the response in Base64, in a form body (`SAMLResponse=…&RelayState=…`, percent-encoded) or in XML. Damaged
 * Base64 is returned as it is, so that the checks can say what is wrong with it. Never throws.
 */
export function readCapturedResponse(text: string): CapturedResponse {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') {
    return { ok: false, reason: 'empty' };
  }
  if (content.startsWith('<')) {
    return fromMarkup(content);
  }
  const field = RESPONSE_FIELD.exec(content)?.[1];
  if (field === undefined && REQUEST_FIELD.test(content)) {
    return { ok: false, reason: 'request' };
  }
  return fromBase64(field ?? content);
}

function fromMarkup(content: string): CapturedResponse {
  const root = rootName(content);
  if (root === 'Response') {
    return { ok: true, samlResponse: Buffer.from(content).toString('base64') };
  }
  if (/^<!doctype html/i.test(content) || /^(?:html|head|body|form|script|meta|title|div)$/i.test(root)) {
    return { ok: false, reason: 'html' };
  }
  return { ok: false, reason: root.endsWith('Request') ? 'request' : 'unknown' };
}

/** The name of the first element, without its prefix. Declarations, comments and white space before it are skipped. */
function rootName(content: string): string {
  let at = 0;
  for (;;) {
    const rest = content.slice(at, at + 200);
    const skipped = /^\s+/.exec(rest)?.[0].length;
    const closing = rest.startsWith('<!--') ? '-->' : /^<[?!]/.test(rest) ? '>' : undefined;
    if (skipped === undefined && closing === undefined) {
      return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(rest)?.[1] ?? '';
    }
    const end = closing === undefined ? at + (skipped ?? 0) : endOf(content, closing, at);
    if (end === undefined) {
      return '';
    }
    at = end;
  }
}

function endOf(content: string, closing: string, from: number): number | undefined {
  const at = content.indexOf(closing, from);
  return at < 0 ? undefined : at + closing.length;
}

function fromBase64(value: string): CapturedResponse {
  const samlResponse = percentDecoded(value).replace(/^"|"$/g, '');
  const reading = decodeBase64(samlResponse);
  if (reading.ok) {
    const inside = reading.bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart();
    const isRequest = inside.startsWith('<') && rootName(inside).endsWith('Request');
    return isRequest ? { ok: false, reason: 'request' } : { ok: true, samlResponse };
  }
  const isDamaged = reading.fault === 'padding' || reading.fault === 'url-alphabet';
  return isDamaged
    ? { ok: true, samlResponse }
    : { ok: false, reason: reading.fault === 'empty' ? 'empty' : 'unknown' };
}

/**
 * Keeps a plus sign. In a form body it means a blank, but Base64 has no blanks, and careless encoders leave it as it
 * is.
 */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
