import { jsonAnswer } from '../server/answers.ts';
import { isId } from '../database/identifiers.ts';
import { notFound, RestError } from '../server/rest-error.ts';
import { findRow, rowsSnapshot } from '../database/rows.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import { visibleObject } from '../soql/scope.ts';
import type { OrgState } from '../state.ts';
import { addressOf, jsonBody, userIdOf } from './api-request.ts';
import { fullRecord, writerOf } from './records.ts';
import { createRecord, deleteRecord, objectNameOf, updateRecord } from './write-record.ts';

/** Records in one request (REST API Developer Guide, "sObject Collections"). */
const WRITE_LIMIT = 200;
const READ_LIMIT = 2000;

/** What became of one record of a collection. */
type SaveResult =
  | { id: string; success: true; errors: [] }
  | { id?: string; success: false; errors: Array<{ statusCode: string; message: string; fields: string[] }> };

/** `POST composite/sobjects`: makes up to 200 records. The status is 200 whatever becomes of them. */
export function answerCreateAll(request: OrgRequest, org: OrgState): OrgAnswer {
  const { records, allOrNone } = recordsIn(request);
  const writer = writerOf(request, org);
  return jsonAnswer(saveAll(org, allOrNone, records, (record) => createRecord(writer, typeOf(record), record)));
}

/** `PATCH composite/sobjects`: changes up to 200 records, each with its `id`. */
export function answerUpdateAll(request: OrgRequest, org: OrgState): OrgAnswer {
  const { records, allOrNone } = recordsIn(request);
  const writer = writerOf(request, org);
  return jsonAnswer(
    saveAll(org, allOrNone, records, (record) => {
      const { id = record['Id'], ...values } = record;
      updateRecord(writer, typeOf(record), String(id), values);
      return String(id);
    }),
  );
}

/** `DELETE composite/sobjects?ids=…`: deletes up to 200 records, of any objects. */
export function answerDeleteAll(request: OrgRequest, org: OrgState): OrgAnswer {
  const ids = bounded((request.query.get('ids') ?? '').split(',').filter((id) => id !== ''));
  const writer = writerOf(request, org);
  return jsonAnswer(
    saveAll(org, request.query.get('allOrNone') === 'true', ids, (id) => {
      if (!isId(id)) {
        throw new RestError(400, 'MALFORMED_ID', `malformed id ${id}`);
      }
      deleteRecord(writer, objectNameOf(id), id);
      return id;
    }),
  );
}

/** `GET composite/sobjects/<Type>?ids=…&fields=…`, or the same in the body of a POST: records, null for one not there. */
export function answerRetrieveAll(request: OrgRequest, org: OrgState): OrgAnswer {
  const { api, base, rest } = addressOf(request);
  const object = visibleObject(org, userIdOf(request), api, rest.split('/')[2] ?? '');
  if (object === undefined) {
    throw notFound();
  }
  const { ids, fields } = retrieveInput(request);
  return jsonAnswer(
    bounded(ids, READ_LIMIT).map((id) => {
      const row = findRow(org, object.name, { Id: id });
      return row === undefined ? null : fullRecord(object, row, { api, base }, fields);
    }),
  );
}

function recordsIn(request: OrgRequest): { records: Array<Record<string, unknown>>; allOrNone: boolean } {
  const { records, allOrNone } = jsonBody(request);
  if (!Array.isArray(records)) {
    throw new RestError(400, 'REQUIRED_FIELD_MISSING', 'Required field is missing: records', ['records']);
  }
  return { records: bounded(records as Array<Record<string, unknown>>), allOrNone: allOrNone === true };
}

function retrieveInput(request: OrgRequest): { ids: string[]; fields: string[] } {
  if (request.method === 'POST') {
    const { ids, fields } = jsonBody(request);
    return { ids: (ids ?? []) as string[], fields: (fields ?? []) as string[] };
  }
  const list = (name: string): string[] => (request.query.get(name) ?? '').split(',').filter((part) => part !== '');
  return { ids: list('ids'), fields: list('fields') };
}

/** @throws RestError EXCEEDED_ID_LIMIT (text seen). */
function bounded<T>(items: T[], limit = WRITE_LIMIT): T[] {
  if (items.length > limit) {
    const text = `record limit reached. cannot submit more than ${limit} records into this call`;
    throw new RestError(400, 'EXCEEDED_ID_LIMIT', text);
  }
  return items;
}

function typeOf(record: Record<string, unknown>): string {
  const { type } = (record['attributes'] ?? {}) as { type?: unknown };
  if (typeof type !== 'string') {
    throw new RestError(400, 'INVALID_TYPE', 'The sObject type of the record is missing: attributes.type');
  }
  return type;
}

/**
 * Saves each item by itself; a failure is that item's result. With all or none, one failure puts everything back and the
 * others say so (text seen).
 */
function saveAll<T>(org: OrgState, allOrNone: boolean, items: T[], save: (item: T) => string): SaveResult[] {
  const restore = allOrNone ? rowsSnapshot(org) : undefined;
  const results = items.map((item) => resultOf(() => save(item)));
  if (restore === undefined || results.every(({ success }) => success)) {
    return results;
  }
  restore();
  return results.map((result) => (result.success ? rolledBack() : result));
}

function resultOf(save: () => string): SaveResult {
  try {
    return { id: save(), success: true, errors: [] };
  } catch (error) {
    if (error instanceof RestError) {
      return failure(error);
    }
    throw error;
  }
}

/** In a collection a record that is not there is a bad reference, for there is no address that could be missing. */
function failure({ errorCode, message, fields = [] }: RestError): SaveResult {
  const [statusCode, text] =
    errorCode === 'NOT_FOUND' ? ['INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'] : [errorCode, message];
  return { success: false, errors: [{ statusCode, message: text, fields }] };
}

function rolledBack(): SaveResult {
  const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
  return { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }] };
}
