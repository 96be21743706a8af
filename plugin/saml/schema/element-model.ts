import type { Place } from '../reading/places.ts';
import type { CheckId } from '../report/check-table.ts';
import type { ValueType } from './value-types.ts';

/**
 * The check that judges a rule of the schemas by itself, so that one fault is one finding. `sig.*` is the check of the
 * signature that the element is in.
 */
export type Judge = Exclude<CheckId, 'saml.schema' | 'saml.noStray'> | 'sig.*.present' | 'sig.*.form' | 'sig.*.cert';

export type AttributeModel = { type: ValueType; required: boolean; judge?: Judge | undefined };

/** How often something may occur, as in a DTD: once, at most once, at least once, any number of times. */
export type Count = '1' | '?' | '+' | '*';

/** Children that stand together. Where there are several names, they may be mixed, and are counted together. */
export type ChildRow = { names: string[]; count: Count; judge?: Judge | undefined };

/** A name, and the section that allows it once. */
export type Once = [name: string, section: string];

/**
 * Attributes that the model does not name: `none`; those of `foreign` namespaces (`##other` of the schema); `any`; or it is
 * another check that judges them.
 */
export type OtherAttributes = 'none' | 'foreign' | 'any' | Judge;

/** What one element may be. */
export type ElementModel = {
  /** Where the standard describes it. */
  section: string;
  attributes: ReadonlyMap<string, AttributeModel>;
  /** The names of those attributes that must be there, and whose absence no other check finds. */
  required: string[];
  otherAttributes: OtherAttributes;
  content: Content;
};

/**
 * What an element holds. `children` come in the order of their rows (`rowOf` has the row of a name), with white space
 * between them. `least` are names of which one must be there. `once` are names that the text of the standard allows once,
 * though the schema allows more. `value` is an attribute's value, and `opaque` what only the holder of a key can read.
 */
export type Content =
  | { kind: 'children'; rows: ChildRow[]; rowOf: ReadonlyMap<string, number>; least: string[]; once: Once[] }
  | { kind: 'text'; type: ValueType; judge?: Judge | undefined }
  | { kind: 'empty' | 'value' | 'opaque' };

/** A table of elements, by their names with the customary prefixes. */
export type ElementTable = ReadonlyMap<string, ElementModel>;

/** Where a document departs from the schemas, in words, with the section that describes the element. */
export type Deviation = {
  /** `stray` is something that has no place there; `schema` is something missing, too often there, or no value. */
  kind: 'stray' | 'schema';
  text: string;
  section: string;
  place: Place;
  /** Why the element is refused, if the schemas allow it. */
  reason?: string | undefined;
};

export function required(type: ValueType, judge?: Judge): AttributeModel {
  return { type, required: true, judge };
}

export function optional(type: ValueType, judge?: Judge): AttributeModel {
  return { type, required: false, judge };
}

export function row(names: string | string[], count: Count, judge?: Judge): ChildRow {
  return { names: typeof names === 'string' ? [names] : names, count, judge };
}

export function children(
  rows: ChildRow[],
  { least = [], once = [] }: { least?: string[]; once?: Once[] } = {},
): Content {
  const rowOf = new Map(rows.flatMap(({ names }, index) => names.map((name): [string, number] => [name, index])));
  return { kind: 'children', rows, rowOf, least, once };
}

export function text(type: ValueType, judge?: Judge): Content {
  return { kind: 'text', type, judge };
}

/** One element of a table. */
export function element(
  section: string,
  content: Content,
  attributes: Record<string, AttributeModel> = {},
  otherAttributes: OtherAttributes = 'none',
): ElementModel {
  const entries = Object.entries(attributes);
  const required = entries.filter(([, model]) => model.required && model.judge === undefined).map(([name]) => name);
  return { section, attributes: new Map(entries), required, otherAttributes, content };
}
