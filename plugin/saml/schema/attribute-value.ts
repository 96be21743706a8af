import type { Attribute, Element } from '../reading/element.ts';
import { attributesOf, childElements, isPlain, nameOf, ownText, selfAndDescendants } from '../reading/elements.ts';
import { ASSERTION, PROTOCOL, SIGNATURE, XML_SCHEMA, XML_SCHEMA_INSTANCE } from '../reading/namespaces.ts';
import type { Place } from '../reading/places.ts';
import type { Deviation } from './element-model.ts';
import { isKnownType, isValueOfType } from './schema-types.ts';
import { isValueOf, trimmed } from './value-types.ts';

/**
 * What the value of an attribute may be. `plain` is text, of no type or one of XML Schema's own. `any` is what SAML allows:
 * elements too, and types of others. Elements that could be taken for a part of the response are refused in any case.
 */
export type ValueRules = 'plain' | 'any';

const NAME = 'saml:AttributeValue';

/** Where the value of an attribute departs from the schema and the rules (SAML Core 2.7.3.1.1). */
export function valueDeviations(value: Element, section: string, rules: ValueRules): Deviation[] {
  const type = instanceAttribute(value, 'type');
  const nil = instanceAttribute(value, 'nil');
  if (type === undefined && nil === undefined && isPlain(value)) {
    return [];
  }
  const place = { element: value };
  const stray = (text: string, at: Place = place): Deviation => ({
    kind: 'stray',
    text: `${text} ${NAME}`,
    section,
    place: at,
  });
  const wrong = (text: string): Deviation => ({ kind: 'schema', text: `${text} ${NAME}`, section, place });
  return [
    ...(type === undefined ? [] : typeDeviations(value, type, rules, { stray, wrong })),
    ...(nil === undefined || isValueOf('boolean', nil) ? [] : [wrong(`xsi:nil "${nil}" is no boolean in`)]),
    ...(isNil(value) && (ownText(value) !== '' || !isPlain(value)) ? [wrong('content in a nil')] : []),
    ...foreignElements(value, rules).map((element) => stray(`${nameOf(element)} in`, { element })),
  ];
}

const QUALIFIED_NAME = /^(?:([^:\s]+):)?([^:\s]+)$/;

type Words = { stray: (text: string, at?: Place) => Deviation; wrong: (text: string) => Deviation };

/**
 * A type is a name with a prefix. If the prefix occurs only in such a value, a signature whose PrefixList leaves it out
 * does not cover what it stands for.
 */
function typeDeviations(value: Element, type: string, rules: ValueRules, { stray, wrong }: Words): Deviation[] {
  const found = QUALIFIED_NAME.exec(trimmed(type));
  const localName = found?.[2];
  const namespace = found === null ? null : value.lookupNamespaceURI(found[1] ?? '');
  if (localName === undefined || namespace !== XML_SCHEMA || !isKnownType(localName)) {
    const isOfOthers = Boolean(namespace) && namespace !== XML_SCHEMA;
    return rules === 'any' && isOfOthers ? [] : [stray('an unknown xsi:type in')];
  }
  return [
    ...(isNil(value) || isValueOfType(localName, ownText(value))
      ? []
      : [wrong(`"${ownText(value)}" is no xs:${localName} in`)]),
    ...(localName === 'anyType'
      ? []
      : otherAttributes(value).map(({ name }) => stray(`attribute ${name} of`, { element: value, attribute: name }))),
  ];
}

/** Only `anyType`, which a value without a type has too, allows further attributes. */
function otherAttributes(value: Element): Attribute[] {
  return attributesOf(value).filter(({ namespaceURI }) => namespaceURI !== XML_SCHEMA_INSTANCE);
}

function isNil(value: Element): boolean {
  const nil = instanceAttribute(value, 'nil');
  return nil !== undefined && ['true', '1'].includes(trimmed(nil));
}

function foreignElements(value: Element, rules: ValueRules): Element[] {
  if (isPlain(value) || rules === 'plain') {
    return childElements(value);
  }
  const own = [ASSERTION, PROTOCOL, SIGNATURE];
  return selfAndDescendants(value)
    .slice(1)
    .filter((element) => own.includes(element.namespaceURI) && nameOf(element) !== 'saml:NameID');
}

function instanceAttribute(value: Element, localName: string): string | undefined {
  return value.getAttributeNodeNS(XML_SCHEMA_INSTANCE, localName)?.value;
}
