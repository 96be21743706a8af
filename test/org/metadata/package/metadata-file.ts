import { elementsOf } from '../model/model.ts';
import { METADATA_NAMESPACE, type XmlElement } from './xml-document.ts';

/** An element to be written: a text, or further elements in their order. */
export type OutputElement = { name: string; content: string | OutputElement[] };

/** Escapes a text for XML, and quotes too, as the platform's files do. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A metadata file as a retrieve gives it: indented by four spaces, with a newline at the end. */
export function writeMetadataFile(typeName: string, elements: OutputElement[]): Buffer {
  const lines = elements.map((element) => writeElement(element, '    ')).join('');
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${typeName} xmlns="${METADATA_NAMESPACE}">\n${lines}</${typeName}>\n`,
  );
}

function writeElement({ name, content }: OutputElement, indentation: string): string {
  if (typeof content === 'string') {
    return `${indentation}<${name}>${escapeXml(content)}</${name}>\n`;
  }
  const inner = content.map((element) => writeElement(element, `${indentation}    `)).join('');
  return `${indentation}<${name}>\n${inner}${indentation}</${name}>\n`;
}

/**
 * The elements of a document in the order of the schema, without nil and empty ones. Retrieved files show that this is
 * what the org keeps of a file. Equal siblings keep the order in which they were sent.
 */
export function orderedElements(element: XmlElement, typeName: string): OutputElement[] {
  const order = elementsOf(typeName) ?? [];
  const place = (name: string): number => order.findIndex((modelElement) => modelElement.name === name);
  return element.children
    .filter((child) => !child.nil && (child.children.length > 0 || child.text.trim() !== ''))
    .toSorted((left, right) => place(left.name) - place(right.name))
    .map((child) => outputElement(child, order[place(child.name)]?.type ?? 'xsd:string'));
}

function outputElement(element: XmlElement, typeName: string): OutputElement {
  const content = elementsOf(typeName) ? orderedElements(element, typeName) : element.text;
  return { name: element.name, content };
}
