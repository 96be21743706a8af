import { idKey } from '../database/identifiers.ts';
import { notFound, RestError } from '../server/rest-error.ts';
import { deleteRow, findRow, insertRow, updateRow } from '../database/rows.ts';
import { objectOfId } from '../schema/objects.ts';
import type { Api } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import { isAdministrator } from '../login/sessions.ts';
import { knownObject } from '../soql/scope.ts';
import type { OrgState, Row } from '../state.ts';
import { insufficientAccess, rulesOf } from './record-rules.ts';
import { readValues, refuseMissing } from './record-values.ts';

/** Who writes, and through which API. */
export type Writer = { org: OrgState; userId: string; api: Api };

/**
 * Makes a record and returns its id.
 *
 * @throws RestError with the platform's code and words for everything it would refuse.
 */
export function createRecord(writer: Writer, type: string, sent: Record<string, unknown>): string {
  const { org, userId, api } = writer;
  const object = writableObject(writer, type, 'creatable', 'inserted');
  const values = readValues(org, object, api, sent, 'creatable');
  refuseMissing(object, values);
  const derived = rulesOf(object.name).beforeCreate?.(org, userId, values) ?? {};
  return insertRow(org, object.name, { ...values, ...derived }, userId).Id;
}

/** Changes a record. @throws RestError as {@link createRecord}, and for an id that is not there. */
export function updateRecord(writer: Writer, type: string, id: string, sent: Record<string, unknown>): void {
  const { org, userId, api } = writer;
  const object = writableObject(writer, type, 'updatable', 'updated');
  const row = existingRow(org, object, id);
  const values = readValues(org, object, api, sent, 'updatable');
  const rules = rulesOf(object.name);
  rules.beforeChange?.(org, userId, row);
  const changed = updateRow(org, object.name, id, values, userId);
  if (changed !== undefined) {
    rules.afterUpdate?.(org, changed);
  }
}

/** Deletes a record. @throws RestError as {@link updateRecord}. */
export function deleteRecord(writer: Writer, type: string, id: string): void {
  const { org, userId } = writer;
  const object = visibleForWriting(writer, type);
  if (!object.deletable) {
    const text = `entity type ${object.name} does not support delete`;
    throw new RestError(400, 'INVALID_TYPE_FOR_OPERATION', text);
  }
  const row = existingRow(org, object, id);
  const rules = rulesOf(object.name);
  rules.beforeChange?.(org, userId, row);
  rules.beforeDelete?.(org, row);
  deleteRow(org, object.name, row.Id);
  rules.afterDelete?.(org, row);
}

/** The object whose record an id names; requests that give ids alone find it so. */
export function objectNameOf(id: string): string {
  const object = objectOfId(id);
  if (object === undefined) {
    throw new RestError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  }
  return object.name;
}

function writableObject(
  writer: Writer,
  type: string,
  operation: 'creatable' | 'updatable',
  done: 'inserted' | 'updated',
): SObject {
  const object = visibleForWriting(writer, type);
  if (!object[operation]) {
    const text = `entity type cannot be ${done}: ${object.label}`;
    throw new RestError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', text, []);
  }
  return object;
}

function visibleForWriting({ org, userId, api }: Writer, type: string): SObject {
  const object = knownObject(org, api, type);
  if (object === undefined) {
    throw notFound();
  }
  if (!isAdministrator(org, userId)) {
    throw insufficientAccess();
  }
  return object;
}

function existingRow(org: OrgState, object: SObject, id: string): Row {
  const row = findRow(org, object.name, { Id: id });
  if (row !== undefined) {
    return row;
  }
  throw org.deletedIds.has(idKey(id)) ? new RestError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []) : notFound();
}
