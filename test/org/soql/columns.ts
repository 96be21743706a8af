import type { Field, FieldType } from '../schema/field.ts';
import type { Path } from './paths.ts';
import type { QueryPlan, Selected } from './query-plan.ts';

/** One column of an answer, as `columns=true` describes it (shape seen in the test data of Salesforce's own CLI). */
type Column = {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: Column[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
};

const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  date: 'Date',
  datetime: 'Datetime',
};

/** What `query?columns=true` answers: the columns a client lays a table out with. */
export function describeColumns({ object, selected, groupedBy }: QueryPlan): Record<string, unknown> {
  return {
    columnMetadata: columnsOf(selected),
    entityName: object.name,
    groupBy: groupedBy !== undefined,
    idSelected: selected.some((entry) => entry.kind === 'field' && isOwnId(entry.path)),
    keyPrefix: object.keyPrefix,
  };
}

function isOwnId({ parents, field }: Path): boolean {
  return parents.length === 0 && field.type === 'id';
}

/** A parent's fields stand together in the column of the relationship, where the first of them is. */
function columnsOf(selected: Selected[]): Column[] {
  const columns: Column[] = [];
  for (const entry of selected) {
    if (entry.kind === 'field') {
      addField(columns, entry.path.parents, entry.path.field);
    } else if (entry.kind === 'group-key') {
      columns.push({
        ...fieldColumn(entry.path.field),
        aggregate: true,
        columnName: entry.name,
        displayName: entry.name,
      });
    } else if (entry.kind === 'count-values') {
      columns.push({ ...column(entry.name), aggregate: true, apexType: 'Integer', numberType: true });
    } else if (entry.kind === 'children') {
      const joinColumns = columnsOf(entry.plan.selected);
      columns.push({ ...column(entry.relationship), aggregate: true, joinColumns });
    }
  }
  return columns;
}

function addField(columns: Column[], parents: Path['parents'], field: Field): void {
  const [parent, ...further] = parents;
  if (parent === undefined) {
    columns.push(fieldColumn(field));
    return;
  }
  const { name, relationshipName } = parent.reference;
  let joined = columns.find(({ foreignKeyName }) => foreignKeyName === name);
  if (joined === undefined) {
    joined = { ...column(relationshipName ?? name), foreignKeyName: name };
    columns.push(joined);
  }
  addField(joined.joinColumns, further, field);
}

function fieldColumn({ name, type, creatable, updatable }: Field): Column {
  const apexType = APEX_TYPES[type] ?? 'String';
  return {
    ...column(name),
    apexType,
    booleanType: type === 'boolean',
    insertable: creatable,
    numberType: type === 'int',
    textType: apexType === 'String',
    updatable,
  };
}

function column(name: string): Column {
  return {
    aggregate: false,
    apexType: null,
    booleanType: false,
    columnName: name,
    custom: false,
    displayName: name,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: false,
    updatable: false,
  };
}
