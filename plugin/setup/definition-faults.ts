import type { ErrorObject } from 'ajv';

/** What the types of JSON are called in a sentence. */
const TYPES: Record<string, string> = {
  string: 'a text in quotes',
  array: 'a list in square brackets',
  object: 'an object in curly brackets',
};

/** More of a value than this, in characters, makes no sentence. */
const LONGEST_VALUE = 60;

/** One fault of a definition file: the path of the value as a reader of the file would write it, what it is, and what may stand there. */
export function faultText({ instancePath, keyword, params, parentSchema, data }: ErrorObject): string {
  const place = instancePath
    .replace(/^\//, '')
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replace(/\//g, '.');
  const value = place === '' ? 'the file' : place;
  const { description, properties = {} } = (parentSchema ?? {}) as { description?: string; properties?: object };
  const allowed = description === undefined ? '' : ` (${description})`;
  switch (keyword) {
    case 'additionalProperties':
      return `${value} has "${params['additionalProperty']}"; allowed are ${Object.keys(properties).join(', ')}`;
    case 'required':
      return `${value} lacks "${params['missingProperty']}"`;
    case 'enum':
      return `${value} is ${shown(data)} and must be one of ${(params['allowedValues'] as string[]).join(', ')}`;
    case 'type':
      return `${value} is ${shown(data)} and must be ${TYPES[String(params['type'])] ?? String(params['type'])}${place === '' ? '' : allowed}`;
    case 'minItems':
      return `${value} is an empty list and must name at least one org`;
    case 'minLength':
      return `${value} is ${data === '' ? 'empty' : `${shown(data)}, which is too short`}${allowed}`;
    default:
      return `${value} is ${shown(data)}, which does not fit${allowed}`;
  }
}

/** A value of the file for a sentence. Of a list or an object its kind is enough, and of a long text its beginning. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    return 'an object';
  }
  // What stands before the ! of an access token is no secret, and tells that it is one.
  const text = typeof value === 'string' ? value.replace(/!.*/s, '!…') : value;
  const json = JSON.stringify(text) ?? 'nothing';
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}…"` : json;
}
