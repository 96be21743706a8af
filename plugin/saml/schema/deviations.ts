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
  if (model.attributesJudge !== undefined) {
    return [];
  }
  const { section, attributes } = model;
  const name = nameOf(element);
  const missing = [...attributes]
    .filter(([attribute, { required, judge }]) => required && judge === undefined && !element.hasAttribute(attribute))
    .map(([attribute]): Deviation => ({ kind: 'schema', text: `no ${attribute} of ${name}`, section }));
  const present = attributesOf(element).flatMap((attribute) => {
    const text = attributeFault(attribute, element, model);
    return text === undefined ? [] : [{ ...text, section }];
  });
  return [...missing, ...present];
}

function attributeFault(
  attribute: Attr,
  element: Element,
  model: ElementModel,
): Omit<Deviation, 'section'> | undefined {
  const name = nameOf(element);
  if (attribute.namespaceURI === XML_SCHEMA_INSTANCE) {
    return instanceFault(attribute.localName, name, model);
  }
  if (attribute.namespaceURI) {
    const allowed = model.otherAttributes && attribute.namespaceURI !== element.namespaceURI;
    return allowed || model.content.kind === 'value'
      ? undefined
      : { kind: 'stray', text: `attribute ${attribute.name} of ${name}` };
  }
  const known = model.attributes.get(attribute.localName);
  if (!known) {
    return model.content.kind === 'value'
      ? undefined
      : { kind: 'stray', text: `attribute ${attribute.name} of ${name}` };
  }
  return known.judge !== undefined || isValueOf(known.type, attribute.value)
    ? undefined
    : { kind: 'schema', text: `${attribute.name} "${attribute.value}" of ${name} is no ${known.type}` };
}

/**
 * XML Schema's own attributes. A hint where a schema lies does no harm, as nothing is fetched. A type gives an element
 * another meaning, and only an attribute's value may be nil.
 */
function instanceFault(
  localName: string,
  name: string,
  { content }: ElementModel,
): Omit<Deviation, 'section'> | undefined {
  const harmless = ['schemaLocation', 'noNamespaceSchemaLocation'].includes(localName);
  const known = content.kind === 'value' && ['type', 'nil'].includes(localName);
  return harmless || known ? undefined : { kind: 'stray', text: `xsi:${localName} of ${name}` };
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
