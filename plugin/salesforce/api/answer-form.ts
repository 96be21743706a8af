import { isHtml, type HttpAnswer } from '../../http/http.ts';

/** How an API answers: its content type, and which bodies the plugin or the client can use. */
type Form = {
  path: RegExp;
  name: string;
  contentType: RegExp;
  holdsAnswer(body: string): boolean;
  holdsError(body: string): boolean;
};

/** The forms of the APIs in use, by their addresses. The first that fits is used. */
const FORMS: Form[] = [
  {
    path: /^\/services\/Soap\//,
    name: 'XML',
    contentType: /\bxml\b/i,
    holdsAnswer: (body) => /<\w+:Body\b[^>]*>\s*<[^/][^]*:Envelope>\s*$/.test(body),
    holdsError: (body) => /:Fault\b/.test(body),
  },
  jsonForm(/^\/services\/data\/?$/, Array.isArray),
  jsonForm(/^\/services\/data\/[^/]+\/(?:tooling\/)?query\b/, isQueryAnswer),
  jsonForm(/^\/services\/oauth2\/userinfo$/, (value) => typeof valueAt(value, 'user_id') === 'string'),
  jsonForm(/^\/services\/oauth2\/token$/, (value) => typeof valueAt(value, 'access_token') === 'string'),
  jsonForm(/^\/services\/data\//, () => true),
];

function jsonForm(path: RegExp, isAnswer: (value: unknown) => boolean): Form {
  return {
    path,
    name: 'JSON',
    contentType: /\bjson\b/i,
    holdsAnswer: (body) => isJsonOf(body, isAnswer),
    holdsError: (body) => isJsonOf(body, () => true),
  };
}

/**
 * What is wrong with the form of an answer, in words that follow "answered with"; undefined if nothing is. A proxy, a
 * maintenance page or a broken connection can replace the API's answer with anything, even with status 200.
 */
export function oddityOf(path: string, answer: HttpAnswer): string | undefined {
  if (isHtml(answer)) {
    const title = /<title>([^<]{1,120})/i.exec(answer.body)?.[1]?.trim();
    return title === undefined ? 'an HTML page' : `an HTML page titled "${title}"`;
  }
  const form = FORMS.find((known) => known.path.test(path));
  if ([200, 201].includes(answer.statusCode)) {
    return oddityOfSuccess(answer, form);
  }
  // The API explains its errors. A failure without an explanation comes from a server in front of it.
  const isWordless = answer.statusCode >= 500 && form?.holdsError(answer.body) === false;
  return isWordless ? 'a failure without words' : undefined;
}

function oddityOfSuccess({ body, headers }: HttpAnswer, form: Form | undefined): string | undefined {
  if (body === '') {
    return 'an empty body';
  }
  if (form === undefined) {
    return undefined;
  }
  if (!form.contentType.test(headers['content-type'] ?? '')) {
    return `a body that is not ${form.name}`;
  }
  return form.holdsAnswer(body) ? undefined : `${form.name} that holds no answer`;
}

/**
 * Rows must be objects, and an answer that is not the last must have rows and the address of the next part. The client
 * ends the process if a row is not an object, and asks forever for a next part that has no address or never comes (seen
 * with jsforce-node 3.12).
 */
function isQueryAnswer(value: unknown): boolean {
  const records = valueAt(value, 'records');
  if (!Array.isArray(records) || !records.every((record) => typeof record === 'object' && record !== null)) {
    return false;
  }
  return (
    valueAt(value, 'done') !== false || (records.length > 0 && typeof valueAt(value, 'nextRecordsUrl') === 'string')
  );
}

function isJsonOf(body: string, isExpected: (value: unknown) => boolean): boolean {
  try {
    return isExpected(JSON.parse(body));
  } catch {
    return false;
  }
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
