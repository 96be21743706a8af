import type { Position } from '../report/check.ts';
import type { Element } from './element.ts';

/** Where a fault is: at the start tag of an element, or at one of its attributes, by the name that was written. */
export type Place = { element: Element; attribute?: string | undefined };

/** The line and character of an offset. Characters are those of Unicode, and line ends those of XML 1.0. */
export function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n?|\n/);
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}

/** The same for a place in the document that a text is. */
export function positionOfPlace(text: string, { element, attribute }: Place): Position {
  return positionOf(text, attribute === undefined ? element.start : offsetOf(attribute, element, text));
}

/** An element as it was written. No element of its name may be in it. */
export function sourceOf(text: string, { start, tagName }: Element): string {
  const endTag = new RegExp(`</${tagName.replaceAll('.', '[.]')}[ \\t\\r\\n]*>`, 'g');
  endTag.lastIndex = start;
  endTag.exec(text);
  return text.slice(start, endTag.lastIndex);
}

/** An attribute in a start tag, with the white space before it. In a well-formed one, its value is in quotes. */
const ATTRIBUTE = /(\s+)([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/y;

function offsetOf(attribute: string, { start, tagName }: Element, text: string): number {
  ATTRIBUTE.lastIndex = start + 1 + tagName.length;
  for (let found = ATTRIBUTE.exec(text); found; found = ATTRIBUTE.exec(text)) {
    const [, space = '', name] = found;
    if (name === attribute) {
      return found.index + space.length;
    }
  }
  return start;
}
