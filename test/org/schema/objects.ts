import { ACCESS_OBJECTS } from './access.ts';
import { APP_OBJECTS } from './apps.ts';
import { DEVELOPMENT_OBJECTS } from './development.ts';
import type { Api, Field } from './field.ts';
import { PEOPLE_OBJECTS } from './people.ts';
import type { SObject } from './sobject.ts';

/** Every object that rows can belong to. */
export const OBJECTS: readonly SObject[] = [
  ...PEOPLE_OBJECTS,
  ...ACCESS_OBJECTS,
  ...APP_OBJECTS,
  ...DEVELOPMENT_OBJECTS,
];

const byName = new Map(OBJECTS.map((object) => [object.name.toLowerCase(), object]));
const byKeyPrefix = new Map(OBJECTS.map((object) => [object.keyPrefix, object]));

/** The object of the given name in upper or lower case, or undefined. */
export function objectNamed(name: string): SObject | undefined {
  return byName.get(name.toLowerCase());
}

/** The object that an id belongs to, found by its first three characters, or undefined. */
export function objectOfId(id: string): SObject | undefined {
  return byKeyPrefix.get(id.slice(0, 3));
}

/** The fields of an object that an API shows. */
export function fieldsOf(object: SObject, api: Api): Field[] {
  return object.fields.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === api);
}

/** The field of the given name in upper or lower case, or undefined. */
export function fieldNamed(object: SObject, name: string, api: Api): Field | undefined {
  const wanted = name.toLowerCase();
  return fieldsOf(object, api).find((candidate) => candidate.name.toLowerCase() === wanted);
}

/** The reference field behind a parent relationship name (`Profile` gives `ProfileId`), or undefined. */
export function relationshipNamed(object: SObject, name: string, api: Api): Field | undefined {
  const wanted = name.toLowerCase();
  return fieldsOf(object, api).find((candidate) => candidate.relationshipName?.toLowerCase() === wanted);
}

/** The child object and its reference field behind a child relationship name (`Assignments`), or undefined. */
export function childRelationshipNamed(parent: SObject, name: string): { child: SObject; field: Field } | undefined {
  const wanted = name.toLowerCase();
  const found = OBJECTS.flatMap((child) => child.fields.map((field) => ({ child, field })));
  return found.find(
    ({ field }) =>
      field.childRelationshipName?.toLowerCase() === wanted && field.referenceTo.some((name) => name === parent.name),
  );
}
