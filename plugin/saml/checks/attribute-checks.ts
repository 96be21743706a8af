import { passIf, type Finding } from '../report/check.ts';
import type { AssertionFacts, TextValue } from '../reading/claims.ts';
import { isStrict, type Expectations } from '../report/expectations.ts';
import { likelyMistake } from '../../text/likely-mistake.ts';

type Attribute = AssertionFacts['attributes'][number];

/** The checks of the attributes: all of them, then the one that decides what the user may do. */
export function checkAttributes({ attributes }: AssertionFacts, expectations: Expectations): Finding[] {
  return [checkNames(attributes, expectations), checkValue(attributes, expectations)];
}

/**
 * SAML asks for no attributes (SAML Profiles 4.1.4.2), and does not forbid to name one twice. But it is not sure which of
 * two a service provider takes.
 */
function checkNames(attributes: Attribute[], expectations: Expectations): Finding {
  const id = 'ass.attributes';
  if (attributes.length === 0) {
    return { id, status: isStrict(expectations) ? 'fail' : 'info', actual: 'none' };
  }
  const names = attributes.map(({ name }) => name ?? '');
  const repeated = repeatedNames(attributes, expectations);
  const nameless = names.includes('');
  const hints = [
    ...(repeated.length > 0 ? [`Twice: ${repeated.join(', ')}.`] : []),
    ...(nameless ? ['An attribute has no name.'] : []),
  ];
  const good = hints.length === 0;
  return {
    id,
    status: !good && !nameless && !isStrict(expectations) ? 'warn' : passIf(good),
    actual: [...new Set(names)].join(', '),
    hint: good ? undefined : hints.join(' '),
  };
}

/** The format of a name is a part of it (SAML Core 2.7.3.1), but many service providers go by the name alone. */
function repeatedNames(attributes: Attribute[], expectations: Expectations): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name = '', nameFormat = '' } of attributes) {
    const key = isStrict(expectations) ? name : `${nameFormat}\0${name}`;
    if (seen.has(key)) {
      repeated.add(name);
    }
    seen.add(key);
  }
  return [...repeated];
}

/** One value, unless the standards decide: then an attribute may have others beside the expected one. */
function checkValue(attributes: Attribute[], expectations: Expectations): Finding {
  const { attribute: wanted } = expectations;
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
  const fits = ({ plain, text }: TextValue): boolean => plain && text === wanted.value;
  const good = isStrict(expectations) ? single && fits(value) : values.some(fits);
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
