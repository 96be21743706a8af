import { jsonAnswer } from '../server/answers.ts';
import { RestError } from '../server/rest-error.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import { describeColumns } from '../soql/columns.ts';
import { runPlan } from '../soql/records.ts';
import { planSoql } from '../soql/run-soql.ts';
import { createScope } from '../soql/scope.ts';
import { malformedQuery, notEmulated } from '../soql/soql-error.ts';
import type { OrgState, QueryCursor } from '../state.ts';
import { addressOf, userIdOf } from './api-request.ts';

/** The smallest page a client can ask for (REST API Developer Guide, "Query Options Header"). */
const SMALLEST_PAGE = 200;

/** `GET query?q=…` and `queryAll?q=…`: the first page of an answer, or with `columns=true` the columns alone. */
export function answerQuery(request: OrgRequest, org: OrgState): OrgAnswer {
  const soql = request.query.get('q') ?? '';
  if (soql.trim() === '') {
    throw malformedQuery('A query string has to be specified');
  }
  if (request.query.has('explain')) {
    throw notEmulated('explain');
  }
  const { api, base } = addressOf(request);
  const scope = createScope(org, userIdOf(request), api, base, soql);
  const plan = planSoql(scope);
  if (request.query.get('columns') === 'true') {
    return jsonAnswer(describeColumns(plan));
  }
  const { totalSize, records } = runPlan(scope, plan);
  const pageSize = pageSizeOf(request, org);
  if (records.length <= pageSize) {
    return jsonAnswer({ totalSize, done: true, records });
  }
  if (plan.groupedBy !== undefined) {
    // Text and code seen in public reports.
    const text = 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch';
    throw new RestError(400, 'EXCEEDED_ID_LIMIT', text);
  }
  const locator = org.newId('01g');
  const cursor: QueryCursor = { api, records, pageSize };
  org.queryCursors.set(locator, cursor);
  return jsonAnswer(pageOf(cursor, locator, 0, base));
}

/** `GET query/<locator>-<first row>`: a further page. It can be asked for again. */
export function answerQueryMore(request: OrgRequest, org: OrgState): OrgAnswer {
  const { api, base, rest } = addressOf(request);
  const [, locator = '', first = ''] = /^query(?:All)?\/(\w+)-(\d+)$/.exec(rest) ?? [];
  const cursor = org.queryCursors.get(locator);
  if (cursor === undefined || cursor.api !== api || Number(first) >= cursor.records.length) {
    throw new RestError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return jsonAnswer(pageOf(cursor, locator, Number(first), base));
}

function pageOf(cursor: QueryCursor, locator: string, first: number, base: string): Record<string, unknown> {
  const { api, records, pageSize } = cursor;
  const next = first + pageSize;
  const done = next >= records.length;
  const address = `${base}${api === 'tooling' ? '/tooling' : ''}/query/${locator}-${next}`;
  return {
    totalSize: records.length,
    done,
    ...(done ? {} : { nextRecordsUrl: address }),
    records: records.slice(first, next),
  };
}

/** The org's page size; a client may ask for a smaller one by a header. */
function pageSizeOf({ headers }: OrgRequest, { options: { queryPageSize } }: OrgState): number {
  const asked = /batchSize=(\d+)/.exec(String(headers['sforce-query-options'] ?? ''))?.[1];
  return asked === undefined ? queryPageSize : Math.min(queryPageSize, Math.max(SMALLEST_PAGE, Number(asked)));
}
