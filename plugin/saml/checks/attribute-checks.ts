import { passIf, type Finding } from '../report/check.ts';
import type { AssertionFacts, TextValue } from '../reading/claims.ts';
import type { Expectations } from '../report/expectations.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';

const ROLES = 'roles';

type Attribute = AssertionFacts['attributes'][number];

/** The checks of the attributes: all of them, then the one that decides what the user may do. */
export function checkAttributes({ attributes }: AssertionFacts, expectations: Expectations): Finding[] {
  return [checkNames(attributes), checkRoles(attributes, expectations)];
}

function checkNames(attributes: Attribute[]): Finding {
  const counts = new Map<string, number>();
  for (const { name } of attributes) {
    counts.set(name ?? '', (counts.get(name ?? '') ?? 0) + 1);
  }
  const repeated = [...counts].filter(([, count]) => count > 1).map(([name]) => name);
  const nameless = counts.has('');
  const hints = [
    ...(repeated.length > 0 ? [`Twice: ${repeated.join(', ')}.`] : []),
    ...(nameless ? ['An attribute has no name.'] : []),
  ];
  return {
    id: 'ass.attributes',
    status: passIf(attributes.length > 0 && hints.length === 0),
    actual: [...counts.keys()].join(', ') || 'none',
    hint: hints.join(' ') || undefined,
  };
}

function checkRoles(attributes: Attribute[], { role, roleVaries }: Expectations): Finding {
  const id = 'ass.roles';
  const expected = `${ROLES} = "${role}"`;
  const found = attributes.filter(({ name }) => name === ROLES);
  if (found.length === 0) {
    return { id, status: 'fail', expected, actual: `no attribute ${ROLES}`, hint: similarNameHint(attributes) };
  }
  const values = found.flatMap((attribute) => attribute.values);
  const [value] = values;
  const single = found.length === 1 && values.length === 1 && value !== undefined && value.plain;
  const good = single && value.text === role;
  const hint = good ? undefined : valueHint(values, role);
  // Another role of a user may be meant; an empty one, or a slip that has a hint, is not.
  const mayBeMeant = roleVaries && single && !good && hint === undefined;
  return {
    id,
    status: mayBeMeant ? 'warn' : passIf(good),
    expected,
    actual: values.map(({ text }) => `"${text}"`).join(', ') || 'no value',
    hint: mayBeMeant ? 'The role depends on the user: look whether it is the one that is meant.' : hint,
  };
}

function valueHint(values: TextValue[], role: string): string | undefined {
  const [value] = values;
  if (values.length > 1) {
    return `The attribute has ${values.length} values; one is expected.`;
  }
  if (!value || value.text.trim() === '') {
    return 'The attribute is empty: generally its formula names a field that is empty for this user.';
  }
  return likelyMistake(role, value.text);
}

function similarNameHint(attributes: Attribute[]): string | undefined {
  const similar = attributes.find(({ name }) => /^roles?$/i.test(lastPart(name ?? '').trim()));
  return similar ? `There is an attribute "${similar.name}"; the name must be exactly "${ROLES}".` : undefined;
}

/** Identity providers like to name attributes by addresses that end in the plain name. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
