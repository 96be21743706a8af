import type { Attribute, Element } from '../reading/element.ts';
import { attributeOf, attributesOf, childElements, nameOf, ownText } from '../reading/elements.ts';
import { XML_SCHEMA_INSTANCE } from '../reading/namespaces.ts';
import { valueDeviations, type ValueRules } from './attribute-value.ts';
import { countDeviations, strayChildren, type Named } from './child-elements.ts';
import type { Content, Deviation, ElementModel, OtherAttributes } from './element-model.ts';
import { samlElements } from './saml-elements.ts';
import { signatureElements } from './signature-elements.ts';
import { isValueOf } from './value-types.ts';

/** White space as XML defines it. Other blanks are text. */
const WHITE_SPACE = /^[ \t\r\n]*$/;

/** The model of an element, by its name with the customary prefix. */
function modelOf(name: string): ElementModel | undefined {
  return samlElements.get(name) ?? signatureElements.get(name);
}

const named = (element: Element): Named => ({ element, name: nameOf(element) });

/**
 * Where a response departs from the schemas of SAML and XML Signature, in document order. What a check of its own judges
 * is left to that check. Below an element in a wrong place, and in an encrypted one, nothing is looked at.
 */
export function schemaDeviations(response: Element, values: ValueRules): Deviation[] {
  const deviations: Deviation[] = [];
  addDeviations(named(response), values, deviations);
  return deviations;
}

function addDeviations(next: Named, values: ValueRules, deviations: Deviation[]): void {
  const model = modelOf(next.name);
  if (model === undefined) {
    return;
  }
  const children = childElements(next.element).map(named);
  deviations.push(...attributeDeviations(next, model), ...contentDeviations(next, children, model, values));
  children
    .filter(({ name }) => isPlaced(name, model.content, values))
    .forEach((child) => addDeviations(child, values, deviations));
}

/** Whether a child of this name belongs where it is, and so is looked at itself. */
function isPlaced(name: string, content: Content, values: ValueRules): boolean {
  return content.kind === 'value'
    ? values === 'any' && name === 'saml:NameID'
    : content.kind === 'children' && content.rowOf.has(name);
}

function attributeDeviations(next: Named, model: ElementModel): Deviation[] {
  const { element, name } = next;
  const missing = model.required
    .filter((attribute) => attributeOf(element, attribute) === undefined)
    .map((attribute): Deviation => {
      return { kind: 'schema', text: `no ${attribute} of ${name}`, section: model.section, place: { element } };
    });
  if (model.attributes.size === 0 && !isClosed(model.otherAttributes)) {
    return missing;
  }
  const wrong = attributesOf(element).map((attribute) => attributeDeviation(attribute, next, model));
  return [...missing, ...wrong.filter((deviation) => deviation !== undefined)];
}

function attributeDeviation(
  attribute: Attribute,
  { element, name }: Named,
  model: ElementModel,
): Deviation | undefined {
  const { section, attributes } = model;
  if (!isAllowed(attribute, element, model)) {
    return {
      kind: 'stray',
      text: `attribute ${attribute.name} of ${name}`,
      section,
      place: { element, attribute: attribute.name },
      reason: reasonAgainst(attribute),
    };
  }
  const known = attribute.namespaceURI ? undefined : attributes.get(attribute.localName);
  if (known === undefined || known.judge !== undefined || isValueOf(known.type, attribute.value)) {
    return undefined;
  }
  const text = `${attribute.name} "${attribute.value}" of ${name} is no ${known.type}`;
  return { kind: 'schema', text, section, place: { element, attribute: attribute.name } };
}

/**
 * Of XML Schema's own attributes, a hint where a schema lies does no harm, as nothing is fetched. But a type gives an
 * element another meaning, and only the value of an attribute may be nil.
 */
function isAllowed(attribute: Attribute, element: Element, { attributes, otherAttributes }: ElementModel): boolean {
  const { namespaceURI, localName } = attribute;
  if (!isClosed(otherAttributes)) {
    return true;
  }
  if (!namespaceURI) {
    return attributes.has(localName);
  }
  return namespaceURI === XML_SCHEMA_INSTANCE
    ? ['schemaLocation', 'noNamespaceSchemaLocation'].includes(localName)
    : otherAttributes === 'foreign' && namespaceURI !== element.namespaceURI;
}

/** Why an attribute is refused that the schemas allow on every element. */
function reasonAgainst({ namespaceURI, localName }: Attribute): string | undefined {
  const isType = namespaceURI === XML_SCHEMA_INSTANCE && localName === 'type';
  return isType ? 'a type can give an element another meaning' : undefined;
}

/** Whether some attributes are refused here, and not by another check. */
function isClosed(otherAttributes: OtherAttributes): boolean {
  return otherAttributes === 'none' || otherAttributes === 'foreign';
}

const NO_CHILDREN = { rowOf: new Map<string, number>() };

function contentDeviations(
  parent: Named,
  children: Named[],
  { content, section }: ElementModel,
  values: ValueRules,
): Deviation[] {
  const { element, name } = parent;
  const place = { element };
  const strayText = (isBlank: boolean): Deviation[] =>
    isBlank ? [] : [{ kind: 'stray', text: `text in ${name}`, section, place }];
  switch (content.kind) {
    case 'opaque':
      return [];
    case 'value':
      return valueDeviations(element, section, values);
    case 'text':
      return [
        ...strayChildren(parent, children, NO_CHILDREN, section),
        ...(content.judge !== undefined || isValueOf(content.type, ownText(element))
          ? []
          : [
              {
                kind: 'schema' as const,
                text: `"${ownText(element)}" in ${name} is no ${content.type}`,
                section,
                place,
              },
            ]),
      ];
    case 'empty':
      return [...strayChildren(parent, children, NO_CHILDREN, section), ...strayText(ownText(element) === '')];
    case 'children':
      return [
        ...strayText(WHITE_SPACE.test(ownText(element))),
        ...strayChildren(parent, children, content, section),
        ...countDeviations(parent, children, content, section),
      ];
  }
}
