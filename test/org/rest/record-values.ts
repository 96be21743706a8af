import { idKey, isId } from '../database/identifiers.ts';
import { RestError } from '../server/rest-error.ts';
import { rowById, type RowValues } from '../database/rows.ts';
import { fieldNamed, objectOfId } from '../schema/objects.ts';
import type { Api, Field } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import type { OrgState } from '../state.ts';

/** Whether a record is made or changed. */
type Purpose = 'creatable' | 'updatable';

/**
 * The values a client sends for a record, under the names and in the form in which rows keep them.
 *
 * @throws RestError for a field the object does not have or the client cannot set, a value of another type, or an id that
 *   refers to nothing.
 */
export function readValues(
  org: OrgState,
  object: SObject,
  api: Api,
  sent: Record<string, unknown>,
  purpose: Purpose,
): RowValues {
  const fields = Object.entries(sent)
    .filter(([name]) => name !== 'attributes' && !(name.toLowerCase() === 'id' && purpose === 'updatable'))
    .map(([name, value]) => ({ field: writableField(object, api, name, purpose), value }));
  return Object.fromEntries(fields.map(({ field, value }) => [field.name, readValue(org, field, value)]));
}

/** @throws RestError REQUIRED_FIELD_MISSING, naming every field a new record cannot be without. */
export function refuseMissing(object: SObject, values: RowValues): void {
  const missing = object.fields
    .filter(
      ({ name, creatable, nillable, type }) => creatable && !nillable && type !== 'boolean' && isEmpty(values[name]),
    )
    .map(({ name }) => name);
  if (missing.length > 0) {
    throw new RestError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  }
}

function isEmpty(value: RowValues[string] | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function writableField(object: SObject, api: Api, name: string, purpose: Purpose): Field {
  const field = fieldNamed(object, name, api);
  if (field === undefined) {
    throw new RestError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
  }
  if (!field[purpose]) {
    const text =
      `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that ` +
      'it is read/write for your profile or permission set.';
    throw new RestError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', text, [field.name]);
  }
  return field;
}

function readValue(org: OrgState, field: Field, value: unknown): RowValues[string] {
  if (value === null) {
    return null;
  }
  const expected = expectedType(field);
  if (typeof value !== expected) {
    const text = `Cannot deserialize instance of ${expected} from ${JSON.stringify(value)} for field ${field.name}`;
    throw new RestError(400, 'JSON_PARSER_ERROR', text);
  }
  return field.type === 'reference' ? referredId(org, field, value as string) : (value as RowValues[string]);
}

function expectedType({ type }: Field): 'boolean' | 'number' | 'string' {
  return type === 'boolean' ? 'boolean' : type === 'int' ? 'number' : 'string';
}

/** The 18-character id of the row that a value refers to. */
function referredId(org: OrgState, { name, label, referenceTo }: Field, value: string): string {
  if (!isId(value)) {
    throw new RestError(400, 'MALFORMED_ID', `${label}: id value of incorrect type: ${value}`, [name]);
  }
  const object = objectOfId(value);
  if (object !== undefined && !referenceTo.includes(object.name)) {
    const text = `${label}: id value of incorrect type: ${value}`;
    throw new RestError(400, 'FIELD_INTEGRITY_EXCEPTION', text, [name]);
  }
  const row = rowById(org, value);
  if (row === undefined) {
    const code = org.deletedIds.has(idKey(value)) ? 'ENTITY_IS_DELETED' : 'INVALID_CROSS_REFERENCE_KEY';
    throw new RestError(
      400,
      code,
      code === 'ENTITY_IS_DELETED' ? 'entity is deleted' : 'invalid cross reference id',
      [],
    );
  }
  return row.Id;
}
