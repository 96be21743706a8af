import { idKey } from '../database/identifiers.ts';
import { findRows } from '../database/rows.ts';
import { objectNamed } from '../schema/objects.ts';
import type { Api } from '../schema/field.ts';
import type { SObject } from '../schema/sobject.ts';
import { hasPermission } from '../login/sessions.ts';
import type { OrgState, Row } from '../state.ts';
import { locatedError } from './soql-error.ts';
import { offsetOfObject } from './tokens.ts';

/** What a query is read against. */
export type Scope = {
  org: OrgState;
  userId: string;
  api: Api;
  /** The path of the API version, for example `/services/data/v66.0`; addresses of records begin with it. */
  base: string;
  soql: string;
  /** Where in the text the (sub)query begins. */
  from: number;
  /** The row that an id refers to, quickly: a query asks for thousands of parents. */
  parentRow(object: string, id: string): Row | undefined;
};

export function createScope(org: OrgState, userId: string, api: Api, base: string, soql: string): Scope {
  const indexes = new Map<string, Map<string, Row>>();
  const indexOf = (object: string): Map<string, Row> => {
    const known = indexes.get(object);
    if (known !== undefined) {
      return known;
    }
    const index = new Map(findRows(org, object).map((row) => [idKey(row.Id), row]));
    indexes.set(object, index);
    return index;
  };
  return { org, userId, api, base, soql, from: 0, parentRow: (object, id) => indexOf(object).get(idKey(id)) };
}

/** The object of the given name if the API has it in this org. */
export function knownObject(org: OrgState, api: Api, name: string): SObject | undefined {
  const object = objectNamed(name);
  const known = object?.apis.includes(api) && (!object.needsSourceTracking || org.options.kind === 'scratch');
  return known ? object : undefined;
}

/** The object of the given name if the API has it and the user may see it. */
export function visibleObject(org: OrgState, userId: string, api: Api, name: string): SObject | undefined {
  const object = knownObject(org, api, name);
  const right = object?.readableWith;
  return right === undefined || hasPermission(org, userId, right) ? object : undefined;
}

/**
 * The object a query names.
 *
 * @throws RestError INVALID_TYPE for one that the API or the user does not see (text seen).
 */
export function queriedObject({ org, userId, api, soql, from }: Scope, name: string): SObject {
  const object = visibleObject(org, userId, api, name);
  if (object === undefined) {
    const text =
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the ` +
      "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
    throw locatedError('INVALID_TYPE', soql, offsetOfObject(soql, name, from), text);
  }
  return object;
}
