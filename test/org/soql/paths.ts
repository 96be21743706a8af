import { restDateTime, parseDateTime } from '../database/dates.ts';
import { fieldNamed, objectNamed, relationshipNamed } from '../schema/objects.ts';
import type { Field } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import type { Row } from '../state.ts';
import type { Scope } from './scope.ts';
import { locatedError } from './soql-error.ts';
import { offsetOfName } from './tokens.ts';

/** The way from a row to a field: over parents, or none, to the field itself. */
export type Path = {
  /** As the query writes it. */
  written: string;
  /** The references to follow, outermost first. */
  parents: Array<{ reference: Field; object: SObject }>;
  field: Field;
};

type Value = Row[string];

/**
 * What a field name of a query means.
 *
 * @param alias the alias of the object in the FROM clause, which may stand before its fields, as the object's name may.
 * @throws RestError INVALID_FIELD for an unknown field or relationship (texts seen).
 */
export function resolvePath(scope: Scope, object: SObject, alias: string | undefined, written: string): Path {
  const names = withoutPrefix(written.split('.'), object, alias);
  const parents: Path['parents'] = [];
  let current = object;
  for (const name of names.slice(0, -1)) {
    const reference = relationshipNamed(current, name, scope.api);
    const parent = objectNamed(reference?.referenceTo[0] ?? '');
    if (reference === undefined || parent === undefined) {
      throw unknownRelationship(scope, written, name);
    }
    parents.push({ reference, object: parent });
    current = parent;
  }
  const name = names.at(-1) ?? '';
  const field = fieldNamed(current, name, scope.api);
  if (field === undefined) {
    throw unknownField(scope, written, name, current);
  }
  return { written, parents, field };
}

/** The value at the end of a path: null where a parent is missing. Dates come in the form of REST answers. */
export function valueAt({ parentRow }: Scope, { parents, field }: Path, row: Row): Value {
  let current: Row | undefined = row;
  for (const { reference, object } of parents) {
    const id: Value = current?.[reference.name] ?? null;
    current = typeof id === 'string' ? parentRow(object.name, id) : undefined;
  }
  return shownValue(field, current?.[field.name] ?? null);
}

/** A stored value as an API shows it. */
export function shownValue({ type }: Field, value: Value): Value {
  const date = type === 'datetime' && typeof value === 'string' ? parseDateTime(value) : undefined;
  return date === undefined ? value : restDateTime(date);
}

function withoutPrefix(names: string[], object: SObject, alias: string | undefined): string[] {
  const first = names[0]?.toLowerCase();
  const isPrefix = names.length > 1 && (first === alias?.toLowerCase() || first === object.name.toLowerCase());
  return isPrefix ? names.slice(1) : names;
}

function unknownField({ soql, from }: Scope, written: string, name: string, object: SObject): Error {
  const text =
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to ` +
    "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the " +
    'appropriate names.';
  return locatedError('INVALID_FIELD', soql, offsetOfName(soql, written, from), text);
}

function unknownRelationship({ soql, from }: Scope, written: string, name: string): Error {
  const text =
    `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be ` +
    "sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call " +
    'for the appropriate names.';
  return locatedError('INVALID_FIELD', soql, offsetOfName(soql, written, from), text);
}
