import { elementsOf } from '../model/model.ts';
import { INSTANCE_NAMESPACE, METADATA_NAMESPACE, type XmlElement } from './xml-document.ts';

/** An element to be written: a text, further elements in their order, or `null` for one that is nil. */
export type OutputElement = { name: string; content: string | OutputElement[] | null };

/** Escapes a text for XML, and quotes too, as the platform's files do. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A metadata file as a retrieve gives it: indented by four spaces, with a newline at the end. */
export function writeMetadataFile(typeName: string, elements: OutputElement[]): Buffer {
  const lines = elements.map((element) => writeElement(element, '    ')).join('');
  const namespaces = `xmlns="${METADATA_NAMESPACE}"${elements.some(hasNil) ? ` xmlns:xsi="${INSTANCE_NAMESPACE}"` : ''}`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${typeName} ${namespaces}>\n${lines}</${typeName}>\n`);
}

function hasNil({ content }: OutputElement): boolean {
  return content === null || (Array.isArray(content) && content.some(hasNil));
}

function writeElement({ name, content }: OutputElement, indentation: string): string {
  if (content === null) {
    return `${indentation}<${name} xsi:nil="true"/>\n`;
  }
  if (typeof content === 'string') {
    return `${indentation}<${name}>${escapeXml(content)}</${name}>\n`;
  }
  const inner = content.map((element) => writeElement(element, `${indentation}    `)).join('');
  return `${indentation}<${name}>\n${inner}${indentation}</${name}>\n`;
}

/** Elements that a retrieve gives even if they are nil (seen in a scratch org) or empty (seen in an org). */
const KEPT_EMPTY: Record<string, string[]> = { IdentityProviderSettings: ['certificateName'] };

/**
 * The elements of a document in the order of the schema, without nil and empty ones but for a few. Retrieved files show
 * that this is what the org keeps of a file. Equal siblings keep the order in which they were sent.
 */
export function orderedElements(element: XmlElement, typeName: string): OutputElement[] {
  const order = elementsOf(typeName) ?? [];
  const place = (name: string): number => order.findIndex((modelElement) => modelElement.name === name);
  const kept = KEPT_EMPTY[typeName] ?? [];
  return element.children
    .filter(
      ({ name, nil, children, text }) => kept.includes(name) || (!nil && (children.length > 0 || text.trim() !== '')),
    )
    .toSorted((left, right) => place(left.name) - place(right.name))
    .map((child) => outputElement(child, order[place(child.name)]?.type ?? 'xsd:string'));
}

function outputElement(element: XmlElement, typeName: string): OutputElement {
  if (element.nil) {
    return { name: element.name, content: null };
  }
  const content = elementsOf(typeName) ? orderedElements(element, typeName) : element.text;
  return { name: element.name, content };
}
