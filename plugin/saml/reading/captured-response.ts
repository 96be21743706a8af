import { decodeBase64 } from './base64.ts';
import { LONGEST_EXPORT, readBrowserExport, responseFieldIn, type FormPost } from './browser-export.ts';

/**
 * Why a text has no response:
 *
 * - `empty`: there is no text, or the field is empty.
 * - `html`: it is a web page.
 * - `request`: it is the message in the other direction.
 * - `unknown`: it does not look like SAML.
 * - `too-large`: it is longer than any response, or than an export may be.
 * - `incomplete`: it is an export of a browser that ends too early or is no JSON.
 * - `missing`: it is an export in which no response was posted, or without the bodies of the requests.
 * - `masked`: it is an export in which the posted values were replaced.
 */
export type NoResponse = 'empty' | 'html' | 'request' | 'unknown' | 'too-large' | 'incomplete' | 'missing' | 'masked';

/** The value of the form field SAMLResponse, or the reason why a text has none. */
export type CapturedResponse = { ok: true; samlResponse: string } | { ok: false; reason: NoResponse };

/** The value of a field SAMLResponse. Only an export of a browser says where it was posted. */
export type PostedResponse = { samlResponse: string; postedTo?: string };

/** One response or more, newest first. */
export type PostedResponses = [PostedResponse, ...PostedResponse[]];

/** The responses in a text, or the reason why it has none. */
export type CapturedResponses = { ok: true; responses: PostedResponses } | { ok: false; reason: NoResponse };

/** Characters of one response. The largest one that is checked fits in, percent-encoded in a form body. */
const LONGEST_RESPONSE = 4 * 1024 * 1024;

/**
 * Finds the SAML response in what a person captured: Base64, a form body (`SAMLResponse=…&RelayState=…`,
 * percent-encoded), XML, or an export of a browser, which is a HAR file of Chrome, Edge, Firefox or Safari, or the JSON
 * of SAML-tracer. Damaged Base64 is returned as it is, so that the checks can say what is wrong with it.
 *
 * If an export has several responses, the newest of those that were posted to `acsUrl` is taken, or else the newest of
 * all. Other messages in a field SAMLResponse, such as the answer to a logout, do not count.
 *
 * It never throws and keeps nothing of the text. Its work is proportional to the text's length.
 *
 * @param text at most 67,108,864 characters of an export, or 4,194,304 in another form.
 * @param options `acsUrl` is the ACS URL of the service provider that the response is for.
 */
export function readCapturedResponse(text: string, options: { acsUrl?: string | undefined } = {}): CapturedResponse {
  const captured = readCapturedResponses(text);
  return captured.ok ? { ok: true, samlResponse: responseFor(options.acsUrl, captured.responses) } : captured;
}

/** The same, for a caller that does not know yet which service provider the response is for. */
export function readCapturedResponses(text: string): CapturedResponses {
  const content = typeof text === 'string' ? text.replace(/^\uFEFF/, '').trim() : '';
  if (content.length > LONGEST_EXPORT) {
    return { ok: false, reason: 'too-large' };
  }
  const reading = readBrowserExport(content);
  switch (reading.kind) {
    case 'posts':
      return responsesIn(reading.posts);
    case 'incomplete':
      return { ok: false, reason: 'incomplete' };
    case 'other': {
      const captured = oneResponse(content);
      return captured.ok ? { ok: true, responses: [{ samlResponse: captured.samlResponse }] } : captured;
    }
  }
}

/** The newest of the responses that were posted to a service provider, or else the newest of all. */
export function responseFor(acsUrl: string | undefined, responses: PostedResponses): string {
  const address = normalized(acsUrl);
  const posted = responses.find(({ postedTo }) => address !== undefined && normalized(postedTo) === address);
  return (posted ?? responses[0]).samlResponse;
}

/** A browser writes an address in its own way, for example its host in small letters. */
function normalized(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).href : undefined;
}

function responsesIn(posts: FormPost[]): CapturedResponses {
  const [newest, ...older] = posts.flatMap(({ url, responses }) => {
    const value = responses.find((response) => messageName(response) === 'Response');
    return value === undefined ? [] : [{ samlResponse: fieldOf(value), postedTo: url }];
  });
  if (newest !== undefined) {
    return { ok: true, responses: [newest, ...older] };
  }
  const isMasked = posts.some(({ responses }) => responses.every((response) => messageName(response) === ''));
  return { ok: false, reason: isMasked ? 'masked' : 'missing' };
}

/** The name of the message in a value. It is empty if the value is neither XML nor Base64 of XML, damaged or not. */
function messageName(value: string): string {
  const xml = value.startsWith('<') ? value : Buffer.from(percentDecoded(value), 'base64').toString('utf8');
  return rootName(xml.replace(/^\uFEFF/, ''));
}

/** A value as the form field carries it. */
function fieldOf(value: string): string {
  return value.startsWith('<') ? Buffer.from(value).toString('base64') : percentDecoded(value);
}

function oneResponse(content: string): CapturedResponse {
  if (content === '') {
    return { ok: false, reason: 'empty' };
  }
  if (content.length > LONGEST_RESPONSE) {
    return { ok: false, reason: 'too-large' };
  }
  if (content.startsWith('<')) {
    return fromMarkup(content);
  }
  const field = responseFieldIn(content);
  if (field === undefined && REQUEST_FIELD.test(content)) {
    return { ok: false, reason: 'request' };
  }
  return fromBase64(field ?? content);
}

const REQUEST_FIELD = /(?:^|[&?\s"'])SAMLRequest"?\s*[=:]/;

function fromMarkup(content: string): CapturedResponse {
  const root = rootName(content);
  if (root === 'Response') {
    return { ok: true, samlResponse: fieldOf(content) };
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
