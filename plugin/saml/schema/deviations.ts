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
  const waiting: Named[] = [named(response)];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const model = modelOf(next.name);
    if (model) {
      const children = childElements(next.element).map(named);
      deviations.push(...attributeDeviations(next, model), ...contentDeviations(next, children, model, values));
      waiting.push(...children.filter(({ name }) => isPlaced(name, model.content, values)).reverse());
    }
  }
  return deviations;
}

/** Whether a child of this name belongs where it is, and so is looked at itself. */
function isPlaced(name: string, content: Content, values: ValueRules): boolean {
  return content.kind === 'value'
    ? values === 'any' && name === 'saml:NameID'
    : content.kind === 'children' && content.rowOf.has(name);
}

function attributeDeviations({ element, name }: Named, model: ElementModel): Deviation[] {
  const { section, attributes } = model;
  const deviations: Deviation[] = [];
  for (const [attribute, { required, judge }] of attributes) {
    if (required && judge === undefined && attributeOf(element, attribute) === undefined) {
      deviations.push({ kind: 'schema', text: `no ${attribute} of ${name}`, section, place: { element } });
    }
  }
  if (attributes.size === 0 && !isClosed(model.otherAttributes)) {
    return deviations;
  }
  for (const attribute of attributesOf(element)) {
    const place = { element, attribute: attribute.name };
    const known = attribute.namespaceURI ? undefined : attributes.get(attribute.localName);
    if (!isAllowed(attribute, element, model)) {
      deviations.push({
        kind: 'stray',
        text: `attribute ${attribute.name} of ${name}`,
        section,
        place,
        reason: reasonAgainst(attribute),
      });
    } else if (known && known.judge === undefined && !isValueOf(known.type, attribute.value)) {
      const text = `${attribute.name} "${attribute.value}" of ${name} is no ${known.type}`;
      deviations.push({ kind: 'schema', text, section, place });
    }
  }
  return deviations;
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
