import { jsonAnswer } from '../server/answers.ts';
import { notFound, RestError } from '../server/rest-error.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import { findRow } from '../database/rows.ts';
import { fieldNamed, fieldsOf } from '../schema/objects.ts';
import type { Api } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import { shownValue } from '../soql/paths.ts';
import { attributesOf, type QueryRecord } from '../soql/records.ts';
import { visibleObject } from '../soql/scope.ts';
import type { OrgState, Row } from '../state.ts';
import { addressOf, jsonBody, userIdOf } from './api-request.ts';
import { createRecord, deleteRecord, updateRecord, type Writer } from './write-record.ts';

/** `GET sobjects/<Type>/<id>`: a record, all its fields or those of `?fields=A,B`. */
export function answerRecord(request: OrgRequest, org: OrgState): OrgAnswer {
  const { type, id, api, base } = targetOf(request);
  const object = visibleObject(org, userIdOf(request), api, type);
  const row = object === undefined ? undefined : findRow(org, object.name, { Id: id });
  if (object === undefined || row === undefined) {
    throw notFound();
  }
  const fields = request.query.get('fields')?.split(',');
  return jsonAnswer(fullRecord(object, row, { api, base }, fields));
}

/** `POST sobjects/<Type>`: a new record. */
export function answerCreate(request: OrgRequest, org: OrgState): OrgAnswer {
  const id = createRecord(writerOf(request, org), targetOf(request).type, jsonBody(request));
  return jsonAnswer({ id, success: true, errors: [] }, 201);
}

/** `PATCH sobjects/<Type>/<id>`: changes a record. */
export function answerUpdate(request: OrgRequest, org: OrgState): OrgAnswer {
  const { type, id } = targetOf(request);
  updateRecord(writerOf(request, org), type, id, jsonBody(request));
  return { status: 204 };
}

/** `DELETE sobjects/<Type>/<id>`. */
export function answerDelete(request: OrgRequest, org: OrgState): OrgAnswer {
  const { type, id } = targetOf(request);
  deleteRecord(writerOf(request, org), type, id);
  return { status: 204 };
}

/** A row as a record: its type and address, then the fields asked for, or all. */
export function fullRecord(
  object: SObject,
  row: Row,
  address: { api: Api; base: string },
  names: string[] | undefined,
): QueryRecord {
  const fields = names?.map((name) => {
    const field = fieldNamed(object, name, address.api);
    if (field === undefined) {
      throw new RestError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    return field;
  });
  const record: QueryRecord = { attributes: attributesOf(address, object, row.Id) };
  for (const field of fields ?? fieldsOf(object, address.api)) {
    record[field.name] = shownValue(field, row[field.name] ?? null);
  }
  return record;
}

/** Who makes the changes of a request. */
export function writerOf(request: OrgRequest, org: OrgState): Writer {
  return { org, userId: userIdOf(request), api: addressOf(request).api };
}

function targetOf(request: OrgRequest): { type: string; id: string; api: Api; base: string } {
  const { api, base, rest } = addressOf(request);
  const [, type = '', id = ''] = rest.split('/').map(decodeURIComponent);
  return { type, id, api, base };
}
