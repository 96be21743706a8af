import { ResponseRejected } from './rejection.ts';
import { ASSERTION, attribute, select } from './xml.ts';

/**
 * The NameID as the library read it, once the element is what it should be (texts of java-saml,
 * `SamlResponse.getNameIdData`).
 *
 * @throws ResponseRejected
 */
export function readNameId(assertion: Element, value: string | undefined, entityId: string): string {
  const [nameId, ...others] = select(assertion, [ASSERTION, 'Subject'], [ASSERTION, 'NameID']);
  if (nameId === undefined || others.length > 0) {
    throw new ResponseRejected('No name id found in Document.');
  }
  if (value === undefined || value === '') {
    throw new ResponseRejected('An empty NameID value found');
  }
  const qualifier = attribute(nameId, 'SPNameQualifier');
  if (qualifier !== undefined && qualifier !== entityId) {
    throw new ResponseRejected('The SPNameQualifier value mismatch the SP entityID value.');
  }
  return value;
}
