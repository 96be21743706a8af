import { elementsMentioning } from './json-list.ts';

/** A form post with a SAML response in an export of a browser. */
export type FormPost = {
  url: string;
  /** The response in each form in which the export has it: values of the field, percent-encoded or not, and XML. */
  responses: string[];
};

/** `other` is a text that is no export. An `incomplete` export ends too early, or was edited so that it is no JSON. */
export type ExportReading = { kind: 'posts'; posts: FormPost[] } | { kind: 'incomplete' } | { kind: 'other' };

/** Characters of an export: more than a session has in which a user signs in. */
export const LONGEST_EXPORT = 64 * 1024 * 1024;

/**
 * A request with its answer. The largest response that is checked fits in twice, percent-encoded. What is longer
 * mentions the field in a page or a script. Real requests have some hundred brackets, and a session a few posts.
 */
const REQUEST_LIMITS = { elements: 1_000, characters: 4 * 1024 * 1024, brackets: 10_000 };

const FIELD = 'SAMLResponse';

/**
 * A field of a form body, also of one in a copied command, or a line of a browser's list of form fields. The value runs
 * to the next field.
 */
const RESPONSE_FIELD = /(?:^|[&?\s"'])SAMLResponse"?\s*[=:]\s*"?([^&\s"']*)/;

/** The value of the field SAMLResponse in a form body, percent-encoded as it is there. */
export function responseFieldIn(text: string): string | undefined {
  return RESPONSE_FIELD.exec(text)?.[1];
}

/**
 * Finds the form posts with a SAML response in an export of a browser, newest first. It knows two formats:
 *
 * - HAR 1.2, as Chrome, Firefox and Safari write it. `postData` has the body as `text`, its fields as `params`, or both.
 *   Chrome leaves the values of `params` percent-encoded, the others decode them (seen in their sources).
 * - The JSON of SAML-tracer (seen in the source of its version 1.9.5). Requests have no time there, but are in order.
 *   `post` has the decoded fields, and `saml` the XML. If a user has the values masked, `saml` still has them.
 */
export function readBrowserExport(text: string): ExportReading {
  const format = FORMATS.find(({ begin }) => begin.test(text));
  const list = format?.list.exec(text);
  if (format === undefined || !list) {
    return { kind: 'other' };
  }
  const requests = elementsMentioning(FIELD, text, list.index + list[0].length, REQUEST_LIMITS);
  try {
    const posts = requests?.flatMap((request) => format.readPost(JSON.parse(request)) ?? []);
    return posts === undefined ? { kind: 'incomplete' } : { kind: 'posts', posts: newestFirst(posts) };
  } catch {
    return { kind: 'incomplete' };
  }
}

type TimedPost = FormPost & { time: number };

/** How each format begins, and where its list of requests begins. Neither is unescaped inside a text of JSON. */
const FORMATS: Array<{ begin: RegExp; list: RegExp; readPost: (request: unknown) => TimedPost | undefined }> = [
  { begin: /^\{\s*"log"\s*:/, list: /"entries"\s*:\s*\[/, readPost: postOfHar },
  { begin: /^\{\s*"requests"\s*:/, list: /"requests"\s*:\s*\[/, readPost: postOfTracer },
];

/** A post without a time counts as older than the others. Posts of the same time are the newer the later they come. */
function newestFirst(posts: TimedPost[]): FormPost[] {
  const moment = ({ time }: TimedPost): number => (Number.isNaN(time) ? -1 : time);
  return posts.reverse().sort((a, b) => moment(b) - moment(a));
}

function postOfHar(entry: unknown): TimedPost | undefined {
  const { startedDateTime, request } = fieldsOf(entry);
  const { method, url, postData } = fieldsOf(request);
  const { text, params } = fieldsOf(postData);
  const named = listOf(params)
    .map(fieldsOf)
    .filter(({ name }) => name === FIELD);
  return postOf(method, url, Date.parse(textOf(startedDateTime)), [
    responseFieldIn(textOf(text)),
    ...named.map(({ value }) => value),
  ]);
}

function postOfTracer(request: unknown): TimedPost | undefined {
  const { method, url, post, postData, saml } = fieldsOf(request);
  const named = listOf(post)
    .map(listOf)
    .filter(([name]) => name === FIELD);
  return postOf(method, url, Number.NaN, [
    ...named.map(([, value]) => value),
    ...listOf(fieldsOf(postData)[FIELD]),
    saml,
  ]);
}

function postOf(method: unknown, url: unknown, time: number, values: unknown[]): TimedPost | undefined {
  const responses = values.map(textOf).filter((value) => value !== '');
  const isPost = textOf(method).toUpperCase() === 'POST';
  return isPost && responses.length > 0 ? { url: textOf(url), time, responses } : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
