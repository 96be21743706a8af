import type { ErrorObject } from 'ajv';
import type { JsonFault } from '../text/json-fault.ts';
import { parseAttribute, roleFormula } from '../setup/settings/attribute-settings.ts';
import { parseCertificateName, parseEmail, parseIssuer } from '../setup/settings/settings.ts';

/** What the types of JSON are called in a sentence. */
const TYPES: Record<string, string> = {
  string: 'a text in quotes',
  array: 'a list in square brackets',
  object: 'an object in curly brackets',
};

/** What should stand at a place where a file is not JSON. */
const EXPECTED: Record<JsonFault['expected'], string> = {
  value: 'a value',
  name: 'a name in double quotes',
  colon: 'a colon',
  'comma-or-brace': 'a comma or }',
  'comma-or-bracket': 'a comma or ]',
  end: 'the end of the file',
  string: 'a text that ends with a double quote in the same line, and whose backslashes are doubled',
};

/** Where a file is not JSON. Nothing of the file is shown: it can be another one by mistake, and hold secrets. */
export function jsonFaultText({ line, column, expected }: JsonFault): string {
  return `line ${line}, column ${column}: this is not JSON, since ${EXPECTED[expected]} should stand there`;
}

/** How much of a value a sentence shows, in characters. */
const LONGEST_VALUE = 60;

/** One fault of a definition file: where the value is, what it is, and what is allowed there. */
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

/** A value of the file as a sentence shows it: a list or an object by its kind, a long text by its beginning. */
function shown(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    return 'an object';
  }
  // The part before the ! of an access token is no secret, and shows that the value is a token.
  const text = typeof value === 'string' ? value.replace(/!.*/s, '!…') : value;
  const json = JSON.stringify(text) ?? 'nothing';
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE)}…"` : json;
}

/** Settings that follow the rules of flags, which a schema cannot express. */
const RULES: Record<string, (value: string) => unknown> = {
  contactEmail: parseEmail,
  certificateName: parseCertificateName,
  issuer: parseIssuer,
  role: roleFormula,
};

/** A part of a definition file that holds settings: its path for a reader, its JSON pointer, and what it holds. */
type Part = { place: string; pointer: string; settings: Record<string, unknown> };

/**
 * The faults that a schema cannot find. They are looked for even if the schema found some, so that one error names all.
 *
 * @param found the faults that the schema found. A value that it refuses is not named twice.
 */
export function faultsBeyondSchema(content: unknown, found: ErrorObject[]): string[] {
  const { defaults, orgs } = entriesOf(content);
  const parts: Part[] = [
    { place: 'defaults', pointer: '/defaults', settings: entriesOf(defaults) },
    ...(Array.isArray(orgs) ? orgs : []).map((org, index) => ({
      place: `orgs[${index}]`,
      pointer: `/orgs/${index}`,
      settings: entriesOf(org),
    })),
  ];
  const known = new Set(found.map(({ instancePath }) => instancePath));
  const named = parts.filter(({ pointer }) => !known.has(`${pointer}/org`));
  return [...sameNames(named), ...parts.flatMap((part) => faultsOf(part, known))];
}

/** The entries of an object; none if the value is something else. */
function entriesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/**
 * Orgs whose names would give the same folder below --output-dir. Many file systems ignore case, two ways to write an
 * accent, and dots and blanks at the end.
 */
function sameNames(parts: Part[]): string[] {
  const seen = new Map<string, string>();
  return parts.flatMap(({ place, settings: { org } }) => {
    if (typeof org !== 'string') {
      return [];
    }
    const folder = org
      .normalize('NFC')
      .toLowerCase()
      .replace(/[. ]+$/, '');
    const other = seen.get(folder);
    seen.set(folder, other ?? org);
    const fault = other === org ? `"${org}" a second time` : `"${org}", which would share a folder with "${other}"`;
    return other === undefined ? [] : [`${place}.org names ${fault}`];
  });
}

function faultsOf({ place, pointer, settings }: Part, known: ReadonlySet<string>): string[] {
  const attributes = entriesOf(settings['attributes']);
  const values = [
    ...Object.entries(RULES).map(([key, rule]) => ({ path: [key], value: settings[key], rule })),
    ...Object.entries(attributes).map(([key, value]) => ({
      path: ['attributes', key],
      value,
      rule: (formula: string) => parseAttribute(`${key}=${formula}`),
    })),
  ];
  const twice = typeof settings['role'] === 'string' && Object.hasOwn(attributes, 'roles');
  return [
    ...(twice ? [`${place} says the role twice, as role and as attributes.roles`] : []),
    ...values
      .filter(({ path }) => !known.has([pointer, ...path.map(escaped)].join('/')))
      .flatMap(({ path, value, rule }) => {
        const broken = typeof value === 'string' ? refusalOf(() => rule(value)) : undefined;
        return broken === undefined ? [] : [`${[place, ...path].join('.')}: ${broken}`];
      }),
  ];
}

/** A name as a JSON pointer spells it. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function refusalOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
