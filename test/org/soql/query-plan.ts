import type { Field } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import type { RowTest } from './comparison.ts';
import type { Path } from './paths.ts';

/** One entry of a SELECT list. */
export type Selected =
  | { kind: 'field'; path: Path }
  /** A field that the query groups by, under its alias or its own name. */
  | { kind: 'group-key'; path: Path; name: string }
  /** `COUNT()`: no records, the number stands in `totalSize`. */
  | { kind: 'count-rows' }
  /** `COUNT(field)`: the number of rows that have a value; `COUNT_DISTINCT(field)`: the number of different values. */
  | { kind: 'count-values'; path: Path; name: string; distinct: boolean }
  /** A subquery over a child relationship; `link` is the child's reference to the row. */
  | { kind: 'children'; relationship: string; link: Field; plan: QueryPlan };

/** One key of an ORDER BY clause. */
export type SortKey = { path: Path; descending: boolean; nullsLast: boolean };

/** A query with every name resolved, ready to be run. */
export type QueryPlan = {
  object: SObject;
  selected: Selected[];
  /** The fields that the query groups by. */
  groupedBy: Path[] | undefined;
  test: RowTest;
  sortKeys: SortKey[];
  offset: number;
  limit: number;
};
