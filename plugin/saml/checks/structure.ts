import { passIf, type Finding } from '../report/check.ts';
import type { Element } from '../reading/element.ts';
import { attributeOf, attributesOf, childrenNamed, isNamed, nameOf, ownText } from '../reading/elements.ts';
import { ASSERTION, PROTOCOL } from '../reading/namespaces.ts';
import type { ValueRules } from '../schema/attribute-value.ts';
import { schemaDeviations } from '../schema/deviations.ts';
import type { Deviation } from '../schema/element-model.ts';
import { isValueOf } from '../schema/value-types.ts';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** Attribute names that some implementation takes for an ID, in any namespace. */
const ID_NAMES = new Set(['ID', 'Id', 'id', 'AssertionID']);

/** Whether the document element is a SAML response. If not, nothing else is checked. */
export function checkRoot(root: Element): Finding {
  const status = passIf(isNamed(root, PROTOCOL, 'Response'));
  const hint = isNamed(root, PROTOCOL, 'AuthnRequest')
    ? 'This is the request to the identity provider, not its answer.'
    : undefined;
  return { id: 'saml.root', status, actual: nameOf(root), hint };
}

/**
 * Checks the shape of the response.
 *
 * @param elements all elements of the document in document order, the Response first.
 * @param values what the values of attributes may be.
 */
export function checkStructure(response: Element, elements: Element[], values: ValueRules): Finding[] {
  return [
    checkIdentifiers(response, elements),
    checkStatus(response),
    checkEncryption(elements),
    checkAssertionCount(response, elements),
    ...checkSchema(response, values),
  ];
}

function checkIdentifiers(response: Element, elements: Element[]): Finding {
  const problems = [response, ...childrenNamed(response, ASSERTION, 'Assertion')]
    .filter((element) => attributeOf(element, 'ID') === undefined)
    .map((element) => `${nameOf(element)} has no ID`);
  const seen = new Set<string>();
  for (const element of elements) {
    const identifiers = attributesOf(element).filter(({ localName }) => ID_NAMES.has(localName));
    if (identifiers.length > 1) {
      problems.push(`${nameOf(element)} has ${identifiers.length} IDs`);
    }
    for (const { value } of identifiers) {
      if (seen.has(value)) {
        problems.push(`used twice: ${value}`);
      } else if (!isValueOf('ID', value)) {
        problems.push(`not an XML ID: "${value}"`);
      }
      seen.add(value);
    }
  }
  return { id: 'saml.ids', status: passIf(problems.length === 0), actual: problems.join(', ') || [...seen].join(', ') };
}

function checkStatus(response: Element): Finding {
  const statuses = childrenNamed(response, PROTOCOL, 'Status');
  const codes = statuses.flatMap((status) => childrenNamed(status, PROTOCOL, 'StatusCode'));
  const nested = codes.flatMap((code) => childrenNamed(code, PROTOCOL, 'StatusCode'));
  const messages = statuses.flatMap((status) => childrenNamed(status, PROTOCOL, 'StatusMessage'));
  const succeeded = statuses.length === 1 && codes.length === 1 && attributeOf(codes[0]!, 'Value') === SUCCESS;
  const values = [...codes, ...nested].map((code) => attributeOf(code, 'Value') ?? '(no value)');
  const actual = [...values, ...messages.map(ownText)].map((value) => value.replace(/^urn:.*:status:/, '')).join(' / ');
  return { id: 'saml.status', status: passIf(succeeded), actual: actual || 'no status' };
}

function checkEncryption(elements: Element[]): Finding {
  const encrypted = elements.filter((element) => /^Encrypted[A-Z]/.test(element.localName)).map(nameOf);
  return {
    id: 'saml.notEncrypted',
    status: passIf(encrypted.length === 0),
    actual: encrypted[0] ?? 'nothing encrypted',
  };
}

function checkAssertionCount(response: Element, elements: Element[]): Finding {
  const direct = childrenNamed(response, ASSERTION, 'Assertion').length;
  const lookAlikes = elements.filter(({ localName }) => localName === 'Assertion').length - direct;
  const otherResponses = elements.filter(({ localName }) => localName === 'Response').length - 1;
  const counts = [`${direct} in the Response`];
  if (lookAlikes > 0) {
    counts.push(`${lookAlikes} elsewhere or of another namespace`);
  }
  if (otherResponses > 0) {
    counts.push(`${otherResponses} more Response`);
  }
  const alone = direct === 1 && lookAlikes === 0 && otherResponses === 0;
  return { id: 'saml.oneAssertion', status: passIf(alone), actual: counts.join(', ') };
}

/** Two checks: what does not belong in the response, and what is missing, too often there, or no value of its type. */
function checkSchema(response: Element, values: ValueRules): Finding[] {
  const deviations = schemaDeviations(response, values);
  return [
    schemaFinding('saml.noStray', deviations, 'stray', 'nothing unknown'),
    schemaFinding('saml.schema', deviations, 'schema', 'nothing missing, and every value of its type'),
  ];
}

/** The first deviation gives the section of the standard, and the reason if the element is refused on purpose. */
function schemaFinding(
  id: 'saml.noStray' | 'saml.schema',
  deviations: Deviation[],
  kind: Deviation['kind'],
  none: string,
): Finding {
  const found = deviations.filter((deviation) => deviation.kind === kind);
  const [first] = found;
  return {
    id,
    status: passIf(first === undefined),
    actual: found.map(({ text }) => text).join(', ') || none,
    section: first?.section,
    hint: first?.reason === undefined ? undefined : `The schema allows it, but it is refused: ${first.reason}.`,
  };
}
