/** A form that a browser posted, with its fields as the page had them. */
export type Post = { url: string; fields: Record<string, string>; at: Date };

const body = ({ fields }: Post): string => String(new URLSearchParams(fields));

/** A request of the same session that has nothing to do with SAML, but has what people do not want to see printed. */
const PAGE = {
  url: 'https://example.my.salesforce.com/home?sid=secret-sid',
  headers: [{ name: 'Cookie', value: 'sid=secret-cookie' }],
  content: '<form><input name="SAMLResponse" value=secret-page></form> \\" ]]]]}}}} \\\\',
};

/** What the log of a HAR file has besides its entries, and a request before and after those given. */
function har(creator: object, entries: object[], rest: object = {}): string {
  const page = {
    startedDateTime: '2026-11-24T12:59:59.000Z',
    time: 12.5,
    request: { method: 'GET', url: PAGE.url, headers: PAGE.headers, queryString: [], cookies: [] },
    response: { status: 200, content: { mimeType: 'text/html', text: PAGE.content } },
    cache: {},
    timings: {},
  };
  const pages = [{ id: 'page_1', title: 'the "entries": [', startedDateTime: page.startedDateTime }];
  return JSON.stringify(
    { log: { version: '1.2', creator, ...rest, pages, entries: [page, ...entries, page] } },
    null,
    2,
  );
}

/** A HAR file of Chrome: the body and its fields, both percent-encoded (seen in the source of its developer tools). */
export function chromeHar(posts: Post[]): string {
  return har(
    { name: 'WebInspector', version: '537.36' },
    posts.map((post) => ({
      _initiator: { type: 'other' },
      _resourceType: 'document',
      request: {
        method: 'POST',
        url: post.url,
        headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          text: body(post),
          params: body(post)
            .split('&')
            .map((pair) => ({ name: pair.split('=')[0], value: pair.split('=')[1] })),
        },
      },
      response: { status: 302, content: { size: 0 } },
      startedDateTime: post.at.toISOString(),
    })),
  );
}

/**
 * A HAR file of Firefox: the text of a form post begins with its headers, the fields are decoded, and times have the
 * offset of the user's zone (seen in the source of its developer tools).
 */
export function firefoxHar(posts: Post[]): string {
  return har(
    { name: 'Firefox', version: '145.0' },
    posts.map((post) => ({
      startedDateTime: new Date(post.at.getTime() + 7_200_000).toISOString().replace('Z', '+02:00'),
      request: {
        bodySize: body(post).length,
        method: 'POST',
        url: post.url,
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          params: Object.entries(post.fields).map(([name, value]) => ({ name, value })),
          text: `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body(post).length}\r\n\r\n${body(post)}`,
        },
      },
      response: { status: 302, content: { mimeType: 'text/html', text: '' } },
      comment: '',
    })),
    { browser: { name: 'Firefox', version: '145.0' }, comment: '' },
  );
}

/** A HAR file of Safari: the body, and the decoded fields (seen in the source of its Web Inspector). */
export function safariHar(posts: Post[]): string {
  return har(
    { name: 'WebKit Web Inspector', version: '20622.1.22' },
    posts.map((post) => ({
      pageref: 'page_0',
      startedDateTime: post.at.toISOString(),
      request: {
        method: 'POST',
        url: post.url,
        postData: {
          mimeType: 'application/x-www-form-urlencoded',
          text: body(post),
          params: Object.entries(post.fields).map(([name, value]) => ({ name, value })),
        },
      },
      response: { status: 302 },
    })),
  );
}

/** A HAR file whose bodies are written in one of the two ways only, as some recorders do. */
export function harOf(part: 'text' | 'params', posts: Post[]): string {
  const { log } = JSON.parse(safariHar(posts)) as { log: { entries: Array<{ request: { postData?: object } }> } };
  for (const { request } of log.entries) {
    Object.assign(request.postData ?? {}, part === 'text' ? { params: [] } : { text: '', comment: '' });
  }
  return JSON.stringify({ log });
}

/** How SAML-tracer replaces values in an export: not at all, by hashes, or by numbers. */
export type TracerMask = 'none' | 'mask' | 'remove';

/** An export of SAML-tracer (seen in the source of its version 1.9.5). It leaves `saml` as it is in every case. */
export function tracerExport(
  posts: Post[],
  mask: TracerMask = 'none',
  saml: 'with-saml' | 'without-saml' = 'with-saml',
): string {
  const value = (text: string, index: number): string =>
    ({ none: text, mask: `{hash:${'0a'.repeat(20)}}`, remove: `{obf:alternative_${index}}` })[mask];
  const headers = { requestHeaders: [{ name: 'Cookie', value: 'sid=secret-cookie' }], responseHeaders: [] };
  const requests = posts.map(({ url, fields }, index) => {
    const decoded = Buffer.from(fields['SAMLResponse'] ?? fields['SAMLRequest'] ?? '', 'base64').toString('utf8');
    return {
      method: 'POST',
      url,
      requestId: `request-${index}-POST-0a0a`,
      ...headers,
      postData:
        mask === 'none'
          ? Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, [text]]))
          : '{overwritten}',
      post: Object.entries(fields).map(([name, text], position) => [name, value(text, position)]),
      protocol: 'SAML-P',
      ...(saml === 'with-saml' ? { saml: decoded } : {}),
      responseStatus: 302,
      responseStatusText: 'HTTP/1.1 302',
    };
  });
  const page = {
    method: 'GET',
    url: PAGE.url,
    requestId: 'request-9-GET-0a0a',
    get: [['sid', 'secret-sid']],
    ...headers,
  };
  return JSON.stringify({ requests: [page, ...requests, page], timestamp: '2026-11-24T12:05:00.000Z' }, null, 2);
}
