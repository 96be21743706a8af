import { passIf, type Finding } from '../report/check.ts';
import type { Attribute, Element } from '../reading/element.ts';
import {
  attributeOf,
  attributesOf,
  childrenNamed,
  isNamed,
  nameOf,
  ownText,
  selfAndDescendants,
} from '../reading/elements.ts';
import { ASSERTION, PROTOCOL } from '../reading/namespaces.ts';
import type { ParsedDocument } from '../reading/xml/parse-document.ts';
import { positionOfPlace, type Place } from '../reading/places.ts';
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
 * @param values what the values of attributes may be.
 */
export function checkStructure({ root, text }: ParsedDocument, values: ValueRules): Finding[] {
  const elements = selfAndDescendants(root);
  const findings: PlacedFinding[] = [
    checkIdentifiers(root, elements),
    checkStatus(root),
    checkEncryption(elements),
    checkAssertionCount(root, elements),
    ...checkSchema(root, values),
  ];
  return findings.map(({ place, ...finding }) => {
    return place === undefined ? finding : { ...finding, position: positionOfPlace(text, place) };
  });
}

/** A finding with the place of the fault, or of the first one. */
type PlacedFinding = Finding & { place?: Place | undefined };

type Problem = { text: string; place: Place };

function checkIdentifiers(response: Element, elements: Element[]): PlacedFinding {
  const problems: Problem[] = [response, ...childrenNamed(response, ASSERTION, 'Assertion')]
    .filter((element) => attributeOf(element, 'ID') === undefined)
    .map((element) => ({ text: `${nameOf(element)} has no ID`, place: { element } }));
  const seen = new Set<string>();
  for (const element of elements.filter(hasIdentifier)) {
    const identifiers = attributesOf(element).filter(isIdentifier);
    if (identifiers.length > 1) {
      problems.push({ text: `${nameOf(element)} has ${identifiers.length} IDs`, place: { element } });
    }
    for (const { name, value } of identifiers) {
      const place = { element, attribute: name };
      if (seen.has(value)) {
        problems.push({ text: `used twice: ${value}`, place });
      } else if (!isValueOf('ID', value)) {
        problems.push({ text: `not an XML ID: "${value}"`, place });
      }
      seen.add(value);
    }
  }
  const [first] = problems;
  return {
    id: 'saml.ids',
    status: passIf(first === undefined),
    actual: problems.map(({ text }) => text).join(', ') || [...seen].join(', '),
    place: first?.place,
  };
}

function hasIdentifier({ attributes }: Element): boolean {
  return attributes.some(isIdentifier);
}

function isIdentifier({ localName }: Attribute): boolean {
  return ID_NAMES.has(localName);
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

function checkEncryption(elements: Element[]): PlacedFinding {
  const encrypted = elements.find((element) => /^Encrypted[A-Z]/.test(element.localName));
  return encrypted === undefined
    ? { id: 'saml.notEncrypted', status: 'pass', actual: 'nothing encrypted' }
    : { id: 'saml.notEncrypted', status: 'fail', actual: nameOf(encrypted), place: { element: encrypted } };
}

function checkAssertionCount(response: Element, elements: Element[]): PlacedFinding {
  const direct = new Set(childrenNamed(response, ASSERTION, 'Assertion'));
  const [, ...more] = direct;
  const lookAlikes = elements.filter((one) => one.localName === 'Assertion' && !direct.has(one));
  const otherResponses = elements.filter((one) => one.localName === 'Response' && one !== response);
  const counts = [`${direct.size} in the Response`];
  if (lookAlikes.length > 0) {
    counts.push(`${lookAlikes.length} elsewhere or of another namespace`);
  }
  if (otherResponses.length > 0) {
    counts.push(`${otherResponses.length} more Response`);
  }
  const [surplus = direct.size === 0 ? response : undefined] = [...more, ...lookAlikes, ...otherResponses];
  const place = surplus && { element: surplus };
  return { id: 'saml.oneAssertion', status: passIf(surplus === undefined), actual: counts.join(', '), place };
}

/** Two checks: what does not belong in the response, and what is missing, too often there, or no value of its type. */
function checkSchema(response: Element, values: ValueRules): PlacedFinding[] {
  const deviations = schemaDeviations(response, values);
  return [
    schemaFinding('saml.noStray', deviations, 'stray', 'nothing unknown'),
    schemaFinding('saml.schema', deviations, 'schema', 'nothing missing, and every value of its type'),
  ];
}

/** The first deviation gives the place, the section of the standard, and the reason if the element is refused on purpose. */
function schemaFinding(
  id: 'saml.noStray' | 'saml.schema',
  deviations: Deviation[],
  kind: Deviation['kind'],
  none: string,
): PlacedFinding {
  const found = deviations.filter((deviation) => deviation.kind === kind);
  const [first] = found;
  return {
    id,
    status: passIf(first === undefined),
    actual: found.map(({ text }) => text).join(', ') || none,
    place: first?.place,
    section: first?.section,
    hint: first?.reason === undefined ? undefined : `The schema allows it, but it is refused: ${first.reason}.`,
  };
}
