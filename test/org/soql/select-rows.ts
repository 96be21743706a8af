import { findRows } from '../database/rows.ts';
import type { Row } from '../state.ts';
import { orderOf } from './comparison.ts';
import { comparable } from './literals.ts';
import { valueAt } from './paths.ts';
import type { QueryPlan, SortKey } from './query-plan.ts';
import type { Scope } from './scope.ts';

/** The rows of a query, in order, between its OFFSET and its LIMIT. */
export function selectRows(scope: Scope, plan: QueryPlan, rows = findRows(scope.org, plan.object.name)): Row[] {
  return rows
    .filter((row) => row['IsDeleted'] !== true && plan.test(row))
    .sort((one, other) => firstDifference(scope, plan.sortKeys, one, other))
    .slice(plan.offset, plan.offset + plan.limit);
}

function firstDifference(scope: Scope, keys: SortKey[], one: Row, other: Row): number {
  for (const key of keys) {
    const order = differenceBy(scope, key, one, other);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

/** Nulls come first, also in descending order, unless the query says otherwise (SOQL and SOSL Reference, "ORDER BY"). */
function differenceBy(scope: Scope, { path, descending, nullsLast }: SortKey, one: Row, other: Row): number {
  const { type } = path.field;
  const first = comparable(type, valueAt(scope, path, one));
  const second = comparable(type, valueAt(scope, path, other));
  if (first === null || second === null) {
    const order = Number(second === null) - Number(first === null);
    return nullsLast ? -order : order;
  }
  return descending ? orderOf(second, first) : orderOf(first, second);
}
