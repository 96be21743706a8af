import { attributesOf, childElements, nameOf, ownText } from '../reading/elements.ts';
import { XML_SCHEMA_INSTANCE } from '../reading/namespaces.ts';
import { valueDeviations, type ValueRules } from './attribute-value.ts';
import { countDeviations, strayChildren } from './child-elements.ts';
import type { Content, Deviation, ElementModel } from './element-model.ts';
import { samlElements } from './saml-elements.ts';
import { signatureElements } from './signature-elements.ts';
import { isValueOf } from './value-types.ts';

/** White space as XML defines it. Other blanks are text. */
const WHITE_SPACE = /^[ \t\r\n]*$/;

/** The model of an element, by its name with the customary prefix. */
function modelOf(name: string): ElementModel | undefined {
  return samlElements.get(name) ?? signatureElements.get(name);
}

/**
 * Where a response departs from the schemas of SAML and XML Signature, in document order. What a check of its own judges
 * is left to that check. Below an element in a wrong place, and in an encrypted one, nothing is looked at.
 */
export function schemaDeviations(response: Element, values: ValueRules): Deviation[] {
  const deviations: Deviation[] = [];
  const waiting: Element[] = [response];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const model = modelOf(nameOf(element));
    if (model) {
      deviations.push(...attributeDeviations(element, model), ...contentDeviations(element, model, values));
      waiting.push(...placedChildren(element, model, values).reverse());
    }
  }
  return deviations;
}

/** The children that belong in the element and have a model of their own. */
function placedChildren(element: Element, { content }: ElementModel, values: ValueRules): Element[] {
  if (content.kind === 'value') {
    return values === 'any' ? childElements(element).filter((child) => nameOf(child) === 'saml:NameID') : [];
  }
  return content.kind === 'children'
    ? childElements(element).filter((child) => content.rows.some(({ names }) => names.includes(nameOf(child))))
    : [];
}

function attributeDeviations(element: Element, model: ElementModel): Deviation[] {
  const { section } = model;
  const name = nameOf(element);
  const missing = [...model.attributes]
    .filter(([attribute, { required, judge }]) => required && judge === undefined && !element.hasAttribute(attribute))
    .map(([attribute]): Deviation => ({ kind: 'schema', text: `no ${attribute} of ${name}`, section }));
  const present = attributesOf(element).flatMap((attribute): Deviation[] => {
    if (!isAllowed(attribute, element, model)) {
      return [{ kind: 'stray', text: `attribute ${attribute.name} of ${name}`, section }];
    }
    const known = attribute.namespaceURI ? undefined : model.attributes.get(attribute.localName);
    return known === undefined || known.judge !== undefined || isValueOf(known.type, attribute.value)
      ? []
      : [{ kind: 'schema', text: `${attribute.name} "${attribute.value}" of ${name} is no ${known.type}`, section }];
  });
  return [...missing, ...present];
}

/**
 * Of XML Schema's own attributes, a hint where a schema lies does no harm, as nothing is fetched. But a type gives an
 * element another meaning, and only the value of an attribute may be nil.
 */
function isAllowed(attribute: Attr, element: Element, { attributes, otherAttributes }: ElementModel): boolean {
  const { namespaceURI, localName } = attribute;
  if (!['none', 'foreign'].includes(otherAttributes)) {
    return true;
  }
  if (!namespaceURI) {
    return attributes.has(localName);
  }
  return namespaceURI === XML_SCHEMA_INSTANCE
    ? ['schemaLocation', 'noNamespaceSchemaLocation'].includes(localName)
    : otherAttributes === 'foreign' && namespaceURI !== element.namespaceURI;
}

function contentDeviations(element: Element, { content, section }: ElementModel, values: ValueRules): Deviation[] {
  switch (content.kind) {
    case 'opaque':
      return [];
    case 'value':
      return valueDeviations(element, section, values);
    case 'text':
      return [...strayChildren(element, [], section), ...textDeviations(element, content, section)];
    case 'empty':
      return [...strayChildren(element, [], section), ...strayText(element, section, ownText(element) === '')];
    case 'children':
      return [
        ...strayText(element, section, WHITE_SPACE.test(ownText(element))),
        ...strayChildren(element, content.rows, section),
        ...countDeviations(element, content, section),
      ];
  }
}

function strayText(element: Element, section: string, isBlank: boolean): Deviation[] {
  return isBlank ? [] : [{ kind: 'stray', text: `text in ${nameOf(element)}`, section }];
}

function textDeviations(
  element: Element,
  { type, judge }: Extract<Content, { kind: 'text' }>,
  section: string,
): Deviation[] {
  return judge !== undefined || isValueOf(type, ownText(element))
    ? []
    : [{ kind: 'schema', text: `"${ownText(element)}" in ${nameOf(element)} is no ${type}`, section }];
}
