import { readFileSync } from 'node:fs';

/** One element of a metadata type in the order of Salesforce's schema. `type` is `xsd:…`, a type or an enumeration. */
export type ModelElement = { name: string; type: string; minOccurs: 0 | 1; maxOccurs: 1 | 'unbounded' };

type ModelFile = {
  source: string;
  notice: string;
  types: Record<
    string,
    {
      base?: string;
      elements: Array<
        [ModelElement['name'], ModelElement['type'], ModelElement['minOccurs'], ModelElement['maxOccurs']]
      >;
    }
  >;
  enumerations: Record<string, string[]>;
};

/** The generated model in the form of its file, which generate-metadata-model.ts writes. */
export const model = JSON.parse(readFileSync(new URL('./model.json', import.meta.url), 'utf8')) as ModelFile;

const elementsByType = new Map<string, ModelElement[]>();

/** The elements of a type, those of its base first; `undefined` if the model has no complex type of that name. */
export function elementsOf(typeName: string): ModelElement[] | undefined {
  const known = elementsByType.get(typeName);
  const type = Object.hasOwn(model.types, typeName) ? model.types[typeName] : undefined;
  if (known || !type) {
    return known;
  }
  const inherited = type.base === undefined ? [] : (elementsOf(type.base) ?? []);
  const own = type.elements.map(([name, ofType, minOccurs, maxOccurs]) => ({
    name,
    type: ofType,
    minOccurs,
    maxOccurs,
  }));
  elementsByType.set(typeName, [...inherited, ...own]);
  return elementsByType.get(typeName);
}

/** The values of an enumeration; `undefined` if there is no enumeration of that name. */
export function valuesOf(typeName: string): string[] | undefined {
  return Object.hasOwn(model.enumerations, typeName) ? model.enumerations[typeName] : undefined;
}

const LEXICAL_FORMS: Record<string, RegExp> = {
  'xsd:boolean': /^(true|false|1|0)$/,
  'xsd:int': /^[+-]?\d{1,10}$/,
  'xsd:dateTime': /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
};

/** Whether a text is a value of a simple type or enumeration. White space around it is ignored. */
export function isValueOf(typeName: string, text: string): boolean {
  const values = valuesOf(typeName);
  if (values) {
    return values.includes(text.trim());
  }
  const form = LEXICAL_FORMS[typeName];
  return form === undefined || form.test(text.trim());
}
