/** The API a client speaks: the data API (`/query`, `/sobjects`) or the Tooling API (the same below `/tooling`). */
export type Api = 'data' | 'tooling';

/**
 * Field types as a describe names them (Object Reference, "Field Types"), limited to those that the objects of this org
 * need.
 */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'picklist'
  | 'textarea'
  | 'email'
  | 'url'
  | 'boolean'
  | 'int'
  | 'date'
  | 'datetime'
  | 'complexvalue';

/** One field of an sObject. */
export type Field = {
  name: string;
  label: string;
  type: FieldType;
  nillable: boolean;
  creatable: boolean;
  updatable: boolean;
  /** Whether a WHERE clause may name it. */
  filterable: boolean;
  /** Whether an ORDER BY clause may name it. */
  sortable: boolean;
  /** A field that only one of the two APIs shows. */
  onlyIn: Api | undefined;
  /** Names of the objects that a reference may point at. */
  referenceTo: string[];
  /** The name that leads from a row to its parent in SOQL, for example `Profile` of `ProfileId`. */
  relationshipName: string | undefined;
  /** The name that leads from a parent to its rows in a subquery, for example `Assignments`. */
  childRelationshipName: string | undefined;
  /** Whether a row is deleted with the row that it refers to. */
  deletedWithParent: boolean;
};

type FieldOptions = Partial<Omit<Field, 'name' | 'type'>>;

/** Options of a field that a client sets when it creates a row, and cannot change later. */
export const CREATED = { creatable: true, nillable: false } as const;

/** Options of a field that a client may set and change. */
export const WRITABLE = { creatable: true, updatable: true } as const;

/** Options of a field that queries return but can neither filter nor sort by. */
export const SHOWN_ONLY = { filterable: false, sortable: false } as const;

export function field(name: string, type: FieldType = 'string', options: FieldOptions = {}): Field {
  return {
    name,
    label: labelOf(name, type),
    type,
    nillable: type !== 'id' && type !== 'boolean',
    creatable: false,
    updatable: false,
    filterable: true,
    sortable: true,
    onlyIn: undefined,
    referenceTo: [],
    relationshipName: undefined,
    childRelationshipName: undefined,
    deletedWithParent: false,
    ...options,
  };
}

/** A reference. Its relationship is named after the field unless the options name it; `undefined` means none. */
export function reference(name: string, referenceTo: string | string[], options: FieldOptions = {}): Field {
  return field(name, 'reference', {
    referenceTo: [referenceTo].flat(),
    relationshipName: name.replace(/Id$/, ''),
    ...options,
  });
}

/** Boolean fields of the given names. */
export function flags(...names: string[]): Field[] {
  return names.map((name) => field(name, 'boolean'));
}

/** Text fields of the given names. */
export function texts(...names: string[]): Field[] {
  return names.map((name) => field(name));
}

/** `Id`, and who made and last changed a row, and when (Object Reference, "System Fields"). */
export function systemFields(): Field[] {
  return [
    field('Id', 'id'),
    field('CreatedDate', 'datetime', { nillable: false }),
    reference('CreatedById', 'User', { nillable: false }),
    field('LastModifiedDate', 'datetime', { nillable: false }),
    reference('LastModifiedById', 'User', { nillable: false }),
    field('SystemModstamp', 'datetime', { nillable: false }),
  ];
}

function labelOf(name: string, type: FieldType): string {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return type === 'reference' ? words.replace(/ Id$/, ' ID') : words;
}
