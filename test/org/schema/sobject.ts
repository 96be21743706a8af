import type { Permission } from '../state.ts';
import type { Api, Field } from './field.ts';

/** One object of the org: its name, the APIs that show it, and what may be done with its rows. */
export type SObject = {
  name: string;
  label: string;
  labelPlural: string;
  /** The first three characters of its ids. */
  keyPrefix: string;
  /** The APIs that know it. An object that only the org itself uses has none. */
  apis: Api[];
  creatable: boolean;
  updatable: boolean;
  deletable: boolean;
  /** Without this right the object does not exist for the user. */
  readableWith: Permission | undefined;
  /** Whether only an org with source tracking has it. */
  needsSourceTracking: boolean;
  fields: Field[];
};

/** An object. Unless the options say otherwise, both APIs can read it and nobody can write it. */
export function sObject(
  name: string,
  keyPrefix: string,
  fields: Field[],
  options: Partial<Omit<SObject, 'name' | 'keyPrefix' | 'fields'>> = {},
): SObject {
  const label = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return {
    name,
    label,
    labelPlural: `${label}s`,
    keyPrefix,
    apis: ['data', 'tooling'],
    creatable: false,
    updatable: false,
    deletable: false,
    readableWith: undefined,
    needsSourceTracking: false,
    fields,
    ...options,
  };
}
