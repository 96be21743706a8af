import { passIf, type Finding } from '../report/check.ts';
import { strayContent } from './content-model.ts';
import type { Element } from '../reading/element.ts';
import { attributeOf, attributesOf, childrenNamed, isNamed, nameOf, ownText } from '../reading/elements.ts';
import { ASSERTION, PROTOCOL } from '../reading/namespaces.ts';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** Attribute names that some implementation takes for an ID, in any namespace. */
const ID_NAMES = new Set(['ID', 'Id', 'id', 'AssertionID']);

/** `NCName` of Namespaces in XML 1.0, which an XML ID must be: `NameStartChar`, then `NameChar`, without the colon. */
const LETTERS =
  '\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const START = `A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D${LETTERS}`;
const MORE = `.0-9A-Z_a-z\\u00B7\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u037D\\u203F-\\u2040${LETTERS}\\-`;
const NCNAME = new RegExp(`^[${START}][${MORE}]*$`, 'u');

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
 */
export function checkStructure(response: Element, elements: Element[]): Finding[] {
  return [
    checkIdentifiers(response, elements),
    checkStatus(response),
    checkEncryption(elements),
    checkAssertionCount(response, elements),
    checkStrayContent(response),
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
      } else if (!NCNAME.test(value)) {
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

function checkStrayContent(response: Element): Finding {
  const stray = strayContent(response);
  return { id: 'saml.noStray', status: passIf(stray.length === 0), actual: stray.join(', ') || 'nothing unknown' };
}
