import { passIf, type Finding } from '../report/check.ts';
import type { AssertionFacts, TextValue } from '../reading/claims.ts';
import type { Expectations, ExpectedAttribute } from '../report/expectations.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';

type Attribute = AssertionFacts['attributes'][number];

/** The checks of the attributes: all of them, then the one that decides what the user may do. */
export function checkAttributes({ attributes }: AssertionFacts, { attribute }: Expectations): Finding[] {
  return [checkNames(attributes), checkValue(attributes, attribute)];
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

function checkValue(attributes: Attribute[], wanted: ExpectedAttribute | undefined): Finding {
  const id = 'ass.roles';
  if (wanted === undefined) {
    return { id, status: 'info', actual: 'no value is expected' };
  }
  const expected = `${wanted.name} = "${wanted.value}"`;
  const found = attributes.filter(({ name }) => name === wanted.name);
  if (found.length === 0) {
    const hint = similarNameHint(attributes, wanted.name);
    return { id, status: 'fail', expected, actual: `no attribute ${wanted.name}`, hint, fix: wanted.fix };
  }
  const values = found.flatMap((attribute) => attribute.values);
  const [value] = values;
  const single = found.length === 1 && values.length === 1 && value !== undefined && value.plain;
  const good = single && value.text === wanted.value;
  const hint = good ? undefined : valueHint(values, wanted.value);
  // Another value for a user may be meant; an empty one, or a slip that has a hint, is not.
  const mayBeMeant = wanted.otherValueHint !== undefined && single && !good && hint === undefined;
  return {
    id,
    status: mayBeMeant ? 'warn' : passIf(good),
    expected,
    actual: values.map(({ text }) => `"${text}"`).join(', ') || 'no value',
    hint: mayBeMeant ? wanted.otherValueHint : hint,
    fix: wanted.fix,
  };
}

function valueHint(values: TextValue[], expected: string): string | undefined {
  const [value] = values;
  if (values.length > 1) {
    return `The attribute has ${values.length} values; one is expected.`;
  }
  if (!value || value.text.trim() === '') {
    return 'The attribute is empty: generally it is made of a field that is empty for this user.';
  }
  return likelyMistake(expected, value.text);
}

function similarNameHint(attributes: Attribute[], wanted: string): string | undefined {
  const similar = attributes.find(({ name }) => singular(lastPart(name ?? '').trim()) === singular(wanted));
  return similar ? `There is an attribute "${similar.name}"; the name must be exactly "${wanted}".` : undefined;
}

function singular(name: string): string {
  return name.toLowerCase().replace(/s$/, '');
}

/** Identity providers like to name attributes by addresses that end in the plain name. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
