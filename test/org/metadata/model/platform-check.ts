import { elementsOf, isValueOf, valuesOf, type ModelElement } from './model.ts';
import { childText, METADATA_NAMESPACE, type Position, type XmlElement } from '../package/xml-document.ts';

/** What a deployment says about one component: the platform's text, and the place in the file if there is one. */
export type Problem = { problem: string; place?: Position };

/**
 * The fields whose absence the platform reports. The schema requires more fields, but retrieved files that lack those
 * (for example `oauthPolicy/ipRelaxation`) can be deployed. The text was seen for `label` of an Apex page. It is
 * inferred from the Metadata API Developer Guide that these fields are on the list.
 */
const REQUIRED_FIELDS: Record<string, string[]> = {
  Certificate: ['caSigned', 'masterLabel'],
  ConnectedApp: ['label', 'contactEmail'],
  ConnectedAppAttribute: ['formula', 'key'],
  ConnectedAppSamlConfig: ['acsUrl', 'entityUrl', 'samlSubjectType'],
  CustomField: ['label', 'type'],
  ExternalClientApplication: ['contactEmail', 'label'],
  ExtlClntAppConfigurablePolicies: ['isEnabled'],
  ExtlClntAppSamlConfigurablePolicies: ['acsUrl', 'entityUrl'],
  ExtlClntAppSamlConfigurablePoliciesAttribute: ['formula', 'key'],
  IdentityProviderSettings: ['enableIdentityProvider'],
  PermissionSet: ['label'],
  PermissionSetGroup: ['label'],
};

/**
 * Checks a metadata document the way the platform does, which is not the way of its own schema: the order of the
 * elements is free, but equal siblings must stand together, and few fields are required.
 *
 * The texts and places of unknown and repeated elements, of bad values, and of elements inside a text were seen in
 * public reports. It is inferred that a wrong root element gets the text of an unknown element.
 *
 * @returns the first problem, since the platform stops reading there; `undefined` for a good document.
 */
export function platformProblem(root: XmlElement, typeName: string): Problem | undefined {
  if (root.name !== typeName || root.namespace !== METADATA_NAMESPACE) {
    return misplaced(root, typeName);
  }
  return complexProblem(root, typeName) ?? missingField(root, typeName);
}

function complexProblem(element: XmlElement, typeName: string): Problem | undefined {
  const known = new Map((elementsOf(typeName) ?? []).map((modelElement) => [modelElement.name, modelElement]));
  const seen = new Set<string>();
  let previous: string | undefined;
  for (const child of element.children) {
    const modelElement = child.namespace === METADATA_NAMESPACE ? known.get(child.name) : undefined;
    if (!modelElement) {
      return misplaced(child, typeName);
    }
    const repeats = child.name === previous && modelElement.maxOccurs === 'unbounded';
    if (seen.has(child.name) && !repeats) {
      return duplicated(child, typeName);
    }
    const problem = child.nil ? undefined : valueProblem(child, modelElement);
    if (problem) {
      return problem;
    }
    seen.add(child.name);
    previous = child.name;
  }
  return undefined;
}

function valueProblem(element: XmlElement, { type }: ModelElement): Problem | undefined {
  if (elementsOf(type)) {
    return complexProblem(element, type);
  }
  const [inner] = element.children;
  if (inner) {
    const { line, column } = inner.afterStart;
    const name = `{${inner.namespace}}${inner.name}`;
    const problem = `Unexpected element ${name} during simple type deserialization (${line}:${column})`;
    return parsing(problem, inner.afterStart);
  }
  if (isValueOf(type, element.text)) {
    return undefined;
  }
  const expected = valuesOf(type) ? `enum '${type}'` : `type ${type}`;
  return parsing(`'${element.text}' is not a valid value for the ${expected}`, element.afterEnd);
}

function missingField(element: XmlElement, typeName: string): Problem | undefined {
  const missing = REQUIRED_FIELDS[typeName]?.find((name) => childText(element, name) === undefined);
  if (missing) {
    return { problem: `Required field is missing: ${missing}`, place: element.afterStart };
  }
  const types = new Map((elementsOf(typeName) ?? []).map(({ name, type }) => [name, type]));
  for (const child of element.children) {
    const problem = missingField(child, types.get(child.name) ?? '');
    if (problem) {
      return problem;
    }
  }
  return undefined;
}

function misplaced(element: XmlElement, typeName: string): Problem {
  const name = `{${element.namespace}}${element.name}`;
  return parsing(`Element ${name} invalid at this location in type ${typeName}`, element.afterStart);
}

function duplicated(element: XmlElement, typeName: string): Problem {
  return parsing(`Element ${element.name} is duplicated at this location in type ${typeName}`, element.afterStart);
}

/** A problem of reading the file. The platform begins its text with these words, unlike for problems of meaning. */
export function parsing(problem: string, place: Position): Problem {
  return { problem: `Error parsing file: ${problem}`, place };
}
