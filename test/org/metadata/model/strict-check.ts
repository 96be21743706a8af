import { elementsOf, isValueOf, valuesOf, type ModelElement } from './model.ts';
import { METADATA_NAMESPACE, readXml, type XmlElement } from '../package/xml-document.ts';

/**
 * Checks a metadata file against all of Salesforce's schema: the namespace, known elements, their order, what is
 * required, how often an element may occur, and every simple value. The platform is more lenient, but the files that
 * this project writes should not depend on that.
 *
 * @returns one sentence with its line for every deviation; an empty list for a file that follows the schema.
 */
export function strictProblems(xml: string): string[] {
  const reading = readXml(xml);
  if (!reading.ok) {
    return [`${reading.fault.line}: ${reading.fault.problem}`];
  }
  const { root } = reading;
  if (root.namespace !== METADATA_NAMESPACE) {
    return [at(root, `<${root.name}> is not in the metadata namespace`)];
  }
  if (!elementsOf(root.name)) {
    return [at(root, `<${root.name}> is no type of the model`)];
  }
  return complexProblems(root, root.name);
}

function complexProblems(element: XmlElement, typeName: string): string[] {
  const expected = elementsOf(typeName) ?? [];
  return [
    ...element.children.flatMap((child) => childProblems(child, typeName, expected)),
    ...orderProblems(element, expected),
    ...expected.flatMap((modelElement) => occurrenceProblems(element, modelElement)),
  ];
}

function childProblems(child: XmlElement, typeName: string, expected: ModelElement[]): string[] {
  const modelElement = expected.find(({ name }) => name === child.name);
  if (!modelElement || child.namespace !== METADATA_NAMESPACE) {
    return [at(child, `${typeName} has no <${child.name}>`)];
  }
  const { type } = modelElement;
  if (child.nil) {
    return [at(child, `<${child.name}> may not be nil`)];
  }
  if (elementsOf(type)) {
    return complexProblems(child, type);
  }
  if (child.children.length > 0) {
    return [at(child, `<${child.name}> holds elements, not a value`)];
  }
  if (isValueOf(type, child.text)) {
    return [];
  }
  const allowed = valuesOf(type)?.join(', ') ?? type;
  return [at(child, `<${child.name}> is '${child.text}', not one of: ${allowed}`)];
}

function orderProblems(element: XmlElement, expected: ModelElement[]): string[] {
  const places = element.children.map((child) => expected.findIndex(({ name }) => name === child.name));
  return element.children.flatMap((child, index) => {
    const place = places[index] ?? -1;
    const previous = Math.max(-1, ...places.slice(0, index));
    return place >= 0 && place < previous
      ? [at(child, `<${child.name}> stands after <${expected[previous]?.name}>`)]
      : [];
  });
}

function occurrenceProblems(element: XmlElement, { name, minOccurs, maxOccurs }: ModelElement): string[] {
  const found = element.children.filter((child) => child.name === name);
  if (found.length < minOccurs) {
    return [at(element, `<${element.name}> lacks <${name}>`)];
  }
  const second = found[1];
  return second && maxOccurs === 1 ? [at(second, `<${name}> stands more than once`)] : [];
}

function at(element: XmlElement, sentence: string): string {
  return `${element.afterStart.line}: ${sentence}`;
}
