import type { FieldType, OrderByClause, Query, QueryBase, Subquery } from '@jetstreamapp/soql-parser-js';
import { RestError } from '../server/rest-error.ts';
import { childRelationshipNamed, fieldsOf } from '../schema/objects.ts';
import type { SObject } from '../schema/sobject.ts';
import { comparisonTest, type RowTest } from './comparison.ts';
import { conditionTree, type Comparison, type ConditionTree } from './condition-tree.ts';
import { comparable, type Comparable } from './literals.ts';
import { groupedFields, groupedSelection } from './grouping.ts';
import { resolvePath, valueAt, type Path } from './paths.ts';
import type { QueryPlan, Selected, SortKey } from './query-plan.ts';
import { queriedObject, visibleObject, type Scope } from './scope.ts';
import { selectRows } from './select-rows.ts';
import { locatedError, malformedQuery, notEmulated } from './soql-error.ts';
import { offsetOfName, offsetOfSubquery } from './tokens.ts';

/** The largest OFFSET (SOQL and SOSL Reference, "OFFSET"). */
const LARGEST_OFFSET = 2000;

/** Clauses that change an answer and are not evaluated here. */
const NOT_EMULATED: Array<[keyof QueryBase, string]> = [
  ['having', 'HAVING'],
  ['usingScope', 'USING SCOPE'],
  ['withDataCategory', 'WITH DATA CATEGORY'],
  ['update', 'UPDATE TRACKING and UPDATE VIEWSTAT'],
];

/**
 * Resolves every name of a query against the schema.
 *
 * @throws RestError for whatever the platform would refuse; NOT_EMULATED for what only this org cannot evaluate.
 */
export function planQuery(scope: Scope, query: Query & { sObject: string }): QueryPlan {
  return planFor(scope, queriedObject(scope, query.sObject), query);
}

function planFor(scope: Scope, object: SObject, query: QueryBase): QueryPlan {
  const clause = NOT_EMULATED.find(([name]) => query[name] !== undefined);
  if (clause !== undefined) {
    throw notEmulated(clause[1]);
  }
  const { sObjectAlias, where, orderBy, groupBy, offset = 0, limit = Infinity } = query;
  if (offset > LARGEST_OFFSET) {
    throw new RestError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${LARGEST_OFFSET}`);
  }
  const pathOf = (written: string): Path => resolvePath(scope, object, sObjectAlias, written);
  const groupedBy = groupBy === undefined ? undefined : groupedFields(scope, groupBy, pathOf);
  const selected =
    groupedBy === undefined
      ? numbered((query.fields ?? []).flatMap((field) => select(scope, object, field, pathOf, limit)))
      : numbered(groupedSelection(query.fields ?? [], groupedBy, pathOf));
  refuseMixture(selected, groupedBy !== undefined);
  const test = where === undefined ? () => true : testOf(scope, conditionTree(where), pathOf);
  const sortKeys = [orderBy ?? []].flat().map((key) => sortKeyOf(scope, key, pathOf));
  return { object, selected, groupedBy, test, sortKeys, offset, limit };
}

function select(
  scope: Scope,
  object: SObject,
  field: FieldType,
  pathOf: (written: string) => Path,
  limit: number,
): Selected[] {
  switch (field.type) {
    case 'Field':
    case 'FieldRelationship':
      if ('alias' in field && field.alias !== undefined) {
        throw malformedQuery('only aggregate expressions use field aliasing');
      }
      return [{ kind: 'field', path: pathOf('rawValue' in field && field.rawValue ? field.rawValue : field.field) }];
    case 'FieldFunctionExpression':
      return selectFunction(scope, object, field, pathOf, limit);
    case 'FieldSubquery':
      return [selectChildren(scope, object, field.subquery)];
    case 'FieldTypeof':
      throw notEmulated('TYPEOF');
  }
}

function selectFunction(
  { api }: Scope,
  object: SObject,
  { functionName, parameters, alias }: Extract<FieldType, { type: 'FieldFunctionExpression' }>,
  pathOf: (written: string) => Path,
  limit: number,
): Selected[] {
  const [parameter] = parameters;
  const name = functionName.toUpperCase();
  if (name === 'COUNT' && parameter === undefined) {
    return [{ kind: 'count-rows' }];
  }
  if ((name === 'COUNT' || name === 'COUNT_DISTINCT') && typeof parameter === 'string') {
    const distinct = name === 'COUNT_DISTINCT';
    return [{ kind: 'count-values', path: pathOf(parameter), name: alias ?? '', distinct }];
  }
  if (name !== 'FIELDS' || typeof parameter !== 'string' || !/^(?:all|standard|custom)$/i.test(parameter)) {
    throw notEmulated(`${functionName} in a SELECT list`);
  }
  if (!/^standard$/i.test(parameter) && limit > 200) {
    throw malformedQuery('The SOQL FIELDS function must have a LIMIT of at most 200');
  }
  const names = /^custom$/i.test(parameter) ? [] : fieldsOf(object, api).map((shown) => shown.name);
  return names.map((shown) => ({ kind: 'field', path: pathOf(shown) }));
}

/** Numbers that have no alias are named in their order (SOQL and SOSL Reference, "Aggregate Functions"). */
function numbered(selected: Selected[]): Selected[] {
  let number = 0;
  return selected.map((entry) =>
    entry.kind === 'count-values' && entry.name === '' ? { ...entry, name: `expr${number++}` } : entry,
  );
}

function selectChildren(scope: Scope, parent: SObject, subquery: Subquery): Selected {
  const { relationshipName } = subquery;
  const from = offsetOfSubquery(scope.soql, relationshipName, scope.from);
  const relation = childRelationshipNamed(parent, relationshipName);
  if (relation === undefined || !visibleObject(scope.org, scope.userId, scope.api, relation.child.name)) {
    const text =
      `Didn't understand relationship '${relationshipName}' in FROM part of query call. If you are attempting to use ` +
      "a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your " +
      'WSDL or the describe call for the appropriate names.';
    throw locatedError('INVALID_TYPE', scope.soql, offsetOfName(scope.soql, relationshipName, from), text);
  }
  return {
    kind: 'children',
    relationship: relation.field.childRelationshipName ?? relationshipName,
    link: relation.field,
    plan: planFor({ ...scope, from }, relation.child, subquery),
  };
}

/** `COUNT()` stands alone, a function beside a field needs GROUP BY, and no field comes twice (texts from memory). */
function refuseMixture(selected: Selected[], isGrouped: boolean): void {
  const fields = selected.flatMap((entry) => (entry.kind === 'field' ? [entry.path.written] : []));
  const counts = selected.filter(({ kind }) => kind === 'count-rows' || kind === 'count-values');
  if (counts.length > 0 && fields.length > 0) {
    throw malformedQuery(`Field must be grouped or aggregated: ${fields[0]}`);
  }
  if (counts.some(({ kind }) => kind === 'count-rows') && (selected.length > 1 || isGrouped)) {
    throw malformedQuery("unexpected token: ','");
  }
  const twice = fields.find((name, index) => fields.findIndex((other) => isSame(other, name)) < index);
  if (twice !== undefined) {
    throw malformedQuery(`duplicate field selected: ${twice}`);
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function testOf(scope: Scope, tree: ConditionTree, pathOf: (written: string) => Path): RowTest {
  switch (tree.kind) {
    case 'comparison':
      return testOfComparison(scope, tree.comparison, pathOf);
    case 'not': {
      const test = testOf(scope, tree.part, pathOf);
      return (row) => !test(row);
    }
    case 'and': {
      const tests = tree.parts.map((part) => testOf(scope, part, pathOf));
      return (row) => tests.every((test) => test(row));
    }
    case 'or': {
      const tests = tree.parts.map((part) => testOf(scope, part, pathOf));
      return (row) => tests.some((test) => test(row));
    }
  }
}

function testOfComparison(scope: Scope, comparison: Comparison, pathOf: (written: string) => Path): RowTest {
  const path = pathOf(comparison.field);
  return comparisonTest(scope, path, comparison, () =>
    'valueQuery' in comparison ? memberValues(scope, comparison.valueQuery) : [],
  );
}

/** The values that a semi-join selects. */
function memberValues(scope: Scope, query: Query): Comparable[] {
  const sObject = query.sObject ?? '';
  const inner: Scope = { ...scope, from: offsetOfSubquery(scope.soql, sObject, scope.from) };
  const plan = planQuery(inner, { ...query, sObject });
  const [only] = plan.selected;
  if (plan.selected.length !== 1 || only?.kind !== 'field') {
    throw malformedQuery('semi join sub-selects can only query one field');
  }
  return selectRows(inner, plan).map((row) => comparable(only.path.field.type, valueAt(inner, only.path, row)));
}

function sortKeyOf(scope: Scope, key: OrderByClause, pathOf: (written: string) => Path): SortKey {
  if (!('field' in key)) {
    throw notEmulated('functions in an ORDER BY clause');
  }
  const path = pathOf(key.field);
  if (!path.field.sortable) {
    const text = `field '${path.field.name}' can not be sorted in a query call`;
    throw locatedError('INVALID_FIELD', scope.soql, offsetOfName(scope.soql, path.written, scope.from), text);
  }
  return { path, descending: key.order?.toUpperCase() === 'DESC', nullsLast: key.nulls?.toUpperCase() === 'LAST' };
}
