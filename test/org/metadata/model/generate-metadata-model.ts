import { writeFileSync } from 'node:fs';
import { readInstalledSchema, reachableFrom, ROOT_TYPES, type SchemaType } from './generate-metadata-types.ts';

/**
 * Writes `test/org/metadata/model/model.json`: the part of Salesforce's own schema that the emulated org checks metadata
 * against, with one type on each line. Run it after an update of `@salesforce/types`, and commit the result:
 *
 *     node test/org/metadata/model/generate-metadata-model.ts
 */
const target = new URL('./model.json', import.meta.url);
const { schema, source, notice } = readInstalledSchema();
const { types, enumerations } = reachableFrom(schema, ROOT_TYPES);

const compactType = ({ base, elements }: SchemaType): object => ({
  ...(base && { base }),
  elements: elements.map(({ name, type, minOccurs, maxOccurs }) => [name, type, minOccurs, maxOccurs]),
});
const lines = (entries: Array<[string, object]>): string =>
  entries.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n');

writeFileSync(
  target,
  `{
"source": ${JSON.stringify(source)},
"notice": ${JSON.stringify(notice)},
"types": {
${lines([...types].map(([name, type]) => [name, compactType(type)]))}
},
"enumerations": {
${lines([...enumerations])}
}
}
`,
);
