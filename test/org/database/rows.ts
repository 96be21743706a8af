import { restDateTime } from './dates.ts';
import { idKey } from './identifiers.ts';
import { OBJECTS, objectNamed, objectOfId } from '../schema/objects.ts';
import type { OrgState, Row } from '../state.ts';

type Value = string | number | boolean | null;

/** Field values of a row; a field that is absent is null to every reader. */
export type RowValues = Record<string, Value>;

/** Rows of an object in the order they were made: all, or those that have the given values. Ids match in either form. */
export function findRows(org: OrgState, object: string, where: RowValues = {}): Row[] {
  return candidates(org, object, where).filter(having(where));
}

/** The first row that has the given values, or undefined. */
export function findRow(org: OrgState, object: string, where: RowValues): Row | undefined {
  return candidates(org, object, where).find(having(where));
}

/** Fields by which most rows are looked for. No assignment changes its user; an app can get another id. */
const INDEXED = ['Id', 'AssigneeId'] as const;

/** The rows of one list by the value of a field, and how many of the list are in it. */
type Index = { size: number; rows: Map<string, Row[]> };

/** Lists only grow at their end; a row is deleted by a new list. */
const indexes = new WeakMap<Row[], Map<string, Index>>();

/** The rows that can have the given values: an org may have 10,000, and each request looks for some. */
function candidates(org: OrgState, object: string, where: RowValues): Row[] {
  const list = org.rows.get(object) ?? [];
  const field = INDEXED.find((name) => typeof where[name] === 'string');
  if (field === undefined) {
    return list;
  }
  const found = indexOf(list, field).get(idKey(String(where[field]))) ?? [];
  return field === 'Id' && !found.some(having({ Id: String(where['Id']) })) ? list : found;
}

function indexOf(list: Row[], field: string): Map<string, Row[]> {
  const ofList = indexes.get(list) ?? new Map<string, Index>();
  indexes.set(list, ofList);
  const index = ofList.get(field) ?? { size: 0, rows: new Map<string, Row[]>() };
  ofList.set(field, index);
  for (; index.size < list.length; index.size++) {
    const row = list[index.size] as Row;
    const key = idKey(String(row[field] ?? ''));
    const rows = index.rows.get(key);
    if (rows === undefined) {
      index.rows.set(key, [row]);
    } else {
      rows.push(row);
    }
  }
  return index.rows;
}

/** Tells whether a row has the given values. What is wanted is prepared once, since an org may have 10,000 rows. */
function having(where: RowValues): (row: Row) => boolean {
  const wanted = Object.entries(where).map(([name, value]) => {
    const key = /Id$/.test(name) && typeof value === 'string' ? idKey(value) : undefined;
    return (row: Row) => {
      const actual = row[name] ?? null;
      return key !== undefined && typeof actual === 'string' ? idKey(actual) === key : actual === value;
    };
  });
  return (row) => wanted.every((matches) => matches(row));
}

/** The row of an id, whatever object it belongs to, or undefined. */
export function rowById(org: OrgState, id: string): Row | undefined {
  const object = objectOfId(id);
  return object === undefined ? undefined : findRow(org, object.name, { Id: id });
}

/**
 * Adds a row. The id, flags (false) and the fields that say who made the row and when are filled in where they are not
 * given; SOQL shows only the fields of the object's table in `schema/`.
 *
 * @param byUserId who makes the row; the administrator unless given.
 * @throws Error for an object that `schema/` does not have.
 */
export function insertRow(org: OrgState, object: string, values: RowValues, byUserId: string = org.adminId): Row {
  const table = objectNamed(object);
  if (table === undefined) {
    throw new Error(`No object ${object}`);
  }
  const now = restDateTime(org.now());
  const defaults: RowValues = {};
  for (const { name, type } of table.fields) {
    if (type === 'boolean') {
      defaults[name] = false;
    } else if (/^(?:CreatedDate|LastModifiedDate|SystemModstamp)$/.test(name)) {
      defaults[name] = now;
    } else if (/^(?:CreatedById|LastModifiedById)$/.test(name)) {
      defaults[name] = byUserId;
    }
  }
  const id = typeof values['Id'] === 'string' ? values['Id'] : org.newId(table.keyPrefix);
  const row: Row = { ...defaults, ...values, Id: id };
  const list = org.rows.get(table.name);
  if (list === undefined) {
    org.rows.set(table.name, [row]);
  } else {
    list.push(row);
  }
  return row;
}

/** Changes fields of a row and notes who changed it and when. Returns the row, or undefined if there is none. */
export function updateRow(
  org: OrgState,
  object: string,
  id: string,
  changes: RowValues,
  byUserId: string = org.adminId,
): Row | undefined {
  const row = findRow(org, object, { Id: id });
  if (row === undefined) {
    return undefined;
  }
  const now = restDateTime(org.now());
  const audit: RowValues = { LastModifiedDate: now, LastModifiedById: byUserId, SystemModstamp: now };
  for (const [name, value] of Object.entries(audit)) {
    if (name in row) {
      row[name] = value;
    }
  }
  return Object.assign(row, changes);
}

/**
 * Removes a row, and with it the rows that cannot be without it: the grants of a permission set or an app, the
 * assignments of a permission set, the menu item of an app.
 *
 * @returns whether there was such a row.
 */
export function deleteRow(org: OrgState, object: string, id: string): boolean {
  const row = findRow(org, object, { Id: id });
  if (row === undefined) {
    return false;
  }
  org.rows.set(
    object,
    findRows(org, object).filter((other) => other !== row),
  );
  org.deletedIds.add(idKey(row.Id));
  deleteDependents(org, object, row.Id);
  return true;
}

/** A copy of all rows; the returned function puts it back, as a transaction that is rolled back does. */
export function rowsSnapshot(org: OrgState): () => void {
  const rows = [...org.rows].map(([object, list]) => [object, list.map((row) => ({ ...row }))] as const);
  const deletedIds = [...org.deletedIds];
  return () => {
    org.rows.clear();
    rows.forEach(([object, list]) => org.rows.set(object, list));
    org.deletedIds.clear();
    deletedIds.forEach((id) => org.deletedIds.add(id));
  };
}

function deleteDependents(org: OrgState, parent: string, parentId: string): void {
  for (const child of OBJECTS) {
    const references = child.fields.filter((field) => field.deletedWithParent && field.referenceTo.includes(parent));
    for (const { name } of references) {
      findRows(org, child.name, { [name]: parentId }).forEach(({ Id }) => deleteRow(org, child.name, Id));
    }
  }
}
