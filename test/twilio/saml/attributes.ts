import type { TwilioSwitches } from '../options.ts';
import { ResponseRejected } from './rejection.ts';
import { ASSERTION, attribute, select, text } from './xml.ts';

/**
 * The values of the attributes by their names (text of java-saml, `SamlResponse.getAttributes`).
 *
 * @throws ResponseRejected for a name that comes twice, unless such are merged.
 */
export function readAttributes(
  assertion: Element,
  repeated: TwilioSwitches['repeatedAttributes'],
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const element of select(assertion, [ASSERTION, 'AttributeStatement'], [ASSERTION, 'Attribute'])) {
    const name = attribute(element, 'Name') ?? '';
    const earlier = values.get(name);
    if (earlier !== undefined && repeated === 'refused') {
      throw new ResponseRejected('Found an Attribute element with duplicated Name');
    }
    values.set(name, [...(earlier ?? []), ...select(element, [ASSERTION, 'AttributeValue']).map(text)]);
  }
  return values;
}
