import { decodeBase64 } from '../reading/base64.ts';
import { parseInstant } from '../reading/instants.ts';

/** The types of XML Schema that SAML uses. */
export type ValueType =
  | 'string'
  | 'anyURI'
  | 'dateTime'
  | 'boolean'
  | 'ID'
  | 'integer'
  | 'nonNegativeInteger'
  | 'base64Binary';

/**
 * Whether a text is a value of a type. Where SAML is stricter than XML Schema, SAML counts: a time is in UTC (SAML Core
 * 1.3.3), and a URI has at least one character that is not white space (1.3.2). What a URI looks like is checked only as
 * far as all readers agree.
 */
export function isValueOf(type: ValueType, text: string): boolean {
  return CHECKS[type](text);
}

const BLANKS = ' \t\r\n';

/**
 * Without the white space around it, which XML Schema leaves out of all values but strings. An expression for the end
 * would try every blank of a long text anew.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) {
    start += 1;
  }
  while (end > start && BLANKS.includes(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(start, end);
}

/** `NCName` of Namespaces in XML 1.0: `NameStartChar`, then `NameChar`, without the colon. */
const LETTERS =
  '\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const START = `A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D${LETTERS}`;
const MORE = `.0-9A-Z_a-z\\u00B7\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u037D\\u203F-\\u2040${LETTERS}\\-`;
const NCNAME = new RegExp(`^[${START}][${MORE}]*$`, 'u');

const CHECKS: Record<ValueType, (text: string) => boolean> = {
  string: () => true,
  anyURI: (text) => isUri(trimmed(text)),
  dateTime: (text) => parseInstant(text) !== undefined,
  boolean: (text) => /^(?:true|false|1|0)$/.test(trimmed(text)),
  // Without white space around it: a reference to an ID has none either, and is compared as it stands.
  ID: (text) => NCNAME.test(text),
  integer: (text) => /^[+-]?\d+$/.test(trimmed(text)),
  nonNegativeInteger: (text) => /^(?:\+?\d+|-0+)$/.test(trimmed(text)),
  base64Binary: (text) => decodeBase64(text).ok,
};

/** What nearly all URIs are: an absolute one without escapes and without a fragment. */
const ORDINARY_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^#%]*$/;

function isUri(text: string): boolean {
  if (ORDINARY_URI.test(text)) {
    return true;
  }
  const [, scheme] = /^([^/?#:]*):/.exec(text) ?? [];
  return (
    text !== '' &&
    (scheme === undefined || /^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) &&
    !/%(?![0-9A-Fa-f]{2})/.test(text) &&
    text.indexOf('#') === text.lastIndexOf('#')
  );
}
