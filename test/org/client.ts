import type { EmulatedOrg } from './emulated-org.ts';

/** What came back, read to its end. */
export type Reply = { status: number; headers: Headers; text: string; json<T = unknown>(): T };

export type Call = {
  method?: string;
  /** An object is sent as JSON, a text or form as it is. */
  body?: object | string | URLSearchParams;
  headers?: Record<string, string>;
  /** Another token than the administrator's, or none. */
  token?: string | undefined;
};

/** One request to an org by plain fetch: the administrator's token, no redirects followed. */
export async function call(org: EmulatedOrg, path: string, options: Call = {}): Promise<Reply> {
  const { method = 'GET', body, headers = {} } = options;
  const token = 'token' in options ? options.token : org.token;
  const isJson = typeof body === 'object' && !(body instanceof URLSearchParams);
  const response = await fetch(org.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(isJson ? { 'Content-Type': 'application/json' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
}

/** A query by REST. */
export async function query(
  org: EmulatedOrg,
  soql: string,
  options: Call & { tooling?: boolean } = {},
): Promise<Reply> {
  const resource = options.tooling === true ? 'tooling/query' : 'query';
  return call(org, `/services/data/v66.0/${resource}?q=${encodeURIComponent(soql)}`, options);
}

/** The records of a query that is answered. */
export async function records<T = Record<string, unknown>>(
  org: EmulatedOrg,
  soql: string,
  options: Call & { tooling?: boolean } = {},
): Promise<T[]> {
  return (await query(org, soql, options)).json<{ records: T[] }>().records;
}

/** The id of the one row that a condition picks. */
export async function idOf(org: EmulatedOrg, object: string, condition: string): Promise<string> {
  const [row] = await records<{ Id: string }>(org, `SELECT Id FROM ${object} WHERE ${condition}`);
  return row?.Id ?? '';
}
