import { parseSoql } from './parse.ts';
import { planQuery } from './plan-query.ts';
import type { QueryPlan } from './query-plan.ts';
import { runPlan, type QueryResult } from './records.ts';
import type { Scope } from './scope.ts';

/** Reads a query and resolves its names. @throws RestError for everything the platform would refuse. */
export function planSoql(scope: Scope): QueryPlan {
  return planQuery(scope, parseSoql(scope.soql));
}

/** Runs a query. @throws RestError as {@link planSoql}. */
export function runSoql(scope: Scope): QueryResult {
  return runPlan(scope, planSoql(scope));
}
