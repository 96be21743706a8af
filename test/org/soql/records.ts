import type { SObject } from '../schema/sobject.ts';
import { findRows } from '../database/rows.ts';
import type { Row } from '../state.ts';
import { valueAt, type Path } from './paths.ts';
import type { QueryPlan } from './query-plan.ts';
import type { Scope } from './scope.ts';
import { selectRows } from './select-rows.ts';

/** A record of an answer: its values, parents as nested records, children as nested answers. */
export type QueryRecord = { [name: string]: unknown };

/** What a query gives: `totalSize` is the number of rows, of which `COUNT()` shows none. */
export type QueryResult = { totalSize: number; records: QueryRecord[] };

/** Runs a planned query. */
export function runPlan(scope: Scope, plan: QueryPlan, candidates?: Row[]): QueryResult {
  if (plan.groupedBy !== undefined) {
    return runGrouped(scope, plan, plan.groupedBy);
  }
  const rows = candidates === undefined ? selectRows(scope, plan) : selectRows(scope, plan, candidates);
  const [first] = plan.selected;
  if (first?.kind === 'count-rows') {
    return { totalSize: rows.length, records: [] };
  }
  if (first?.kind === 'count-values') {
    return { totalSize: 1, records: [countRecord(scope, plan, rows)] };
  }
  return { totalSize: rows.length, records: rows.map((row) => recordOf(scope, plan, row)) };
}

/** The type and address that every record begins with. */
export function attributesOf({ api, base }: Pick<Scope, 'api' | 'base'>, object: SObject, id: string): QueryRecord {
  const tooling = api === 'tooling' ? '/tooling' : '';
  return { type: object.name, url: `${base}${tooling}/sobjects/${object.name}/${id}` };
}

/** One record for each combination of values, in the order of the rows. LIMIT and OFFSET are about the groups. */
function runGrouped(scope: Scope, plan: QueryPlan, groupedBy: Path[]): QueryResult {
  const rows = selectRows(scope, { ...plan, offset: 0, limit: Infinity });
  const groups = Map.groupBy(rows, (row) => JSON.stringify(groupedBy.map((path) => valueAt(scope, path, row))));
  const records = [...groups.values()]
    .slice(plan.offset, plan.offset + plan.limit)
    .map((group) => countRecord(scope, plan, group));
  return { totalSize: records.length, records };
}

function countRecord(scope: Scope, { selected }: QueryPlan, rows: Row[]): QueryRecord {
  const record: QueryRecord = { attributes: { type: 'AggregateResult' } };
  for (const entry of selected) {
    if (entry.kind === 'count-values') {
      const values = rows.map((row) => valueAt(scope, entry.path, row)).filter((value) => value !== null);
      record[entry.name] = entry.distinct ? new Set(values).size : values.length;
    } else if (entry.kind === 'group-key') {
      const [row] = rows;
      record[entry.name] = row === undefined ? null : valueAt(scope, entry.path, row);
    }
  }
  return record;
}

function recordOf(scope: Scope, { object, selected }: QueryPlan, row: Row): QueryRecord {
  const record: QueryRecord = { attributes: attributesOf(scope, object, row.Id) };
  for (const entry of selected) {
    if (entry.kind === 'field') {
      addValue(scope, record, entry.path, row);
    } else if (entry.kind === 'children') {
      const children = findRows(scope.org, entry.plan.object.name, { [entry.link.name]: row.Id });
      const result = runPlan(scope, entry.plan, children);
      record[entry.relationship] = result.totalSize === 0 ? null : { ...result, done: true };
    }
  }
  return record;
}

/** A parent's field goes into a record of the parent; where there is no parent its whole record is null. */
function addValue(scope: Scope, record: QueryRecord, path: Path, row: Row): void {
  let target = record;
  let current: Row | undefined = row;
  for (const { reference, object } of path.parents) {
    const name = reference.relationshipName ?? reference.name;
    const id: Row[string] | undefined = current[reference.name];
    current = typeof id === 'string' ? scope.parentRow(object.name, id) : undefined;
    if (current === undefined) {
      target[name] = null;
      return;
    }
    target[name] ??= { attributes: attributesOf(scope, object, current.Id) };
    target = target[name] as QueryRecord;
  }
  target[path.field.name] = valueAt(scope, path, row);
}
