import { isForbidden } from './xml-characters.ts';

/** XML 1.0, section 2.11: each line end is one line feed. A reference to a carriage return is no line end. */
export function withLineFeeds(raw: string): string {
  return raw.replace(/\r\n?/g, '\n');
}

const REFERENCE = /&(?:#x([0-9A-Fa-f]+);|#([0-9]+);|(lt|gt|amp|quot|apos);)?/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Section 4.1: references to characters and to the five entities that are always there. Throws at any other one. */
export function resolveReferences(raw: string): string {
  return raw.replace(REFERENCE, (reference, hexadecimal?: string, decimal?: string, name?: string) => {
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    const character = name === undefined ? characterOf(code) : ENTITIES.get(name);
    if (character === undefined) {
      throw new Error(`the reference "${reference}"`);
    }
    return character;
  });
}

function characterOf(code: number): string | undefined {
  return Number.isInteger(code) && code <= 0x10ffff && !isForbidden(code) ? String.fromCodePoint(code) : undefined;
}
