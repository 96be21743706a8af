import type { MetadataNode } from './metadata-xml.ts';

/** One field that has, or is to have, another value; `undefined` stands for "not there". */
export type Difference = { field: string; from?: string; to?: string };

/** Fields that differ between two contents, in the order of their names. */
export function differences(from: MetadataNode, to: MetadataNode): Difference[] {
  const before = fieldsOf(from);
  const after = fieldsOf(to);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((field) => {
    const [old, wanted] = [before.get(field), after.get(field)];
    if (old === wanted) {
      return [];
    }
    return [{ field, ...(old === undefined ? {} : { from: old }), ...(wanted === undefined ? {} : { to: wanted }) }];
  });
}

/**
 * Every text of a content by its path. Repeated elements with a `key` are matched by it (`attributes[roles].formula`),
 * others by their value, so their order does not matter.
 */
export function fieldsOf(node: MetadataNode, prefix = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, values] of Object.entries(node)) {
    for (const value of values) {
      const path = `${prefix}${name}`;
      if (typeof value === 'string') {
        fields.set(values.length > 1 ? `${path}[${value}]` : path, value);
        continue;
      }
      const key = value['key']?.[0];
      const { key: _key, ...content } = value;
      const named = typeof key === 'string';
      for (const [field, text] of fieldsOf(named ? content : value, `${named ? `${path}[${key}]` : path}.`)) {
        fields.set(field, text);
      }
    }
  }
  return fields;
}
