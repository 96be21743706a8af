import type { FieldType, GroupByClause } from '@jetstreamapp/soql-parser-js';
import type { FieldType as TypeOfField } from '../schema/field.ts';
import type { Path } from './paths.ts';
import type { Selected } from './query-plan.ts';
import type { Scope } from './scope.ts';
import { locatedError, malformedQuery, notEmulated } from './soql-error.ts';
import { offsetOfName } from './tokens.ts';

/** Types whose fields are not groupable (SOQL and SOSL Reference, "Considerations When Using GROUP BY"). */
const NOT_GROUPABLE: TypeOfField[] = ['datetime', 'textarea', 'complexvalue'];

/** The fields of a GROUP BY clause. @throws RestError INVALID_FIELD for one that cannot be grouped (text from memory). */
export function groupedFields(
  { soql, from }: Scope,
  groupBy: GroupByClause | GroupByClause[],
  pathOf: (written: string) => Path,
): Path[] {
  return [groupBy].flat().map((clause) => {
    if (!('field' in clause)) {
      throw notEmulated('functions in a GROUP BY clause');
    }
    const path = pathOf(clause.field);
    if (NOT_GROUPABLE.includes(path.field.type)) {
      const text = `field '${path.field.name}' can not be grouped in a query call`;
      throw locatedError('INVALID_FIELD', soql, offsetOfName(soql, path.written, from), text);
    }
    return path;
  });
}

/**
 * The SELECT list of a query that groups: fields that it groups by, and numbers.
 *
 * @throws RestError MALFORMED_QUERY for another field (text from memory), NOT_EMULATED for another function.
 */
export function groupedSelection(
  fields: FieldType[],
  groupedBy: Path[],
  pathOf: (written: string) => Path,
): Selected[] {
  return fields.map((field): Selected => {
    if (field.type === 'Field' || field.type === 'FieldRelationship') {
      const path = pathOf('rawValue' in field && field.rawValue ? field.rawValue : field.field);
      if (!groupedBy.some((grouped) => isSame(grouped, path))) {
        throw malformedQuery(`Field must be grouped or aggregated: ${path.written}`);
      }
      return { kind: 'group-key', path, name: ('alias' in field ? field.alias : undefined) ?? path.field.name };
    }
    if (field.type !== 'FieldFunctionExpression' || !/^COUNT(?:_DISTINCT)?$/i.test(field.functionName)) {
      throw notEmulated('anything but fields and counts in a query that groups');
    }
    const [parameter] = field.parameters;
    return typeof parameter === 'string'
      ? {
          kind: 'count-values',
          path: pathOf(parameter),
          name: field.alias ?? '',
          distinct: /_/.test(field.functionName),
        }
      : { kind: 'count-rows' };
  });
}

/** Whether two paths lead to the same field by the same parents. */
function isSame(one: Path, other: Path): boolean {
  const namesOf = ({ parents, field }: Path): string =>
    [...parents.map(({ reference }) => reference.name), field.name].join('.');
  return namesOf(one) === namesOf(other);
}
