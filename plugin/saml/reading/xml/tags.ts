/** An attribute as it was named, and the value that it stands for. */
export type NamedValue = { name: string; value: string };

/** The attributes and the namespace declarations of a tag, in their order. */
export type TagContent = { attributes: NamedValue[]; declarations: NamedValue[] };

/** A tag with the text before it, both as they were written. Behind the last tag of a document stands no other one. */
export type Tag = { text: string; kind: 'start' | 'empty' | 'end' | 'none'; name: string; content: string };

const BLANK = '[ \\t\\r\\n]';
const NAME = '[^ \\t\\r\\n<>/="\'&]+';
const EQUALS = `${BLANK}*=${BLANK}*`;
const VALUE = '(?:"[^"<]*"|\'[^\'<]*\')';
const ATTRIBUTE = new RegExp(`${BLANK}+(${NAME})${EQUALS}(${VALUE})`, 'y');
const TAG = new RegExp(
  `([^<]*)(?:<(${NAME})((?:${BLANK}+${NAME}${EQUALS}${VALUE})*)${BLANK}*(/?)>|</(${NAME})${BLANK}*>|$)`,
  'y',
);

/** Gives the tags of a text one after another; undefined at what cannot be read. */
export function tagReader(text: string): () => Tag | undefined {
  let at = 0;
  return () => {
    TAG.lastIndex = at;
    const found = TAG.exec(text);
    if (found === null) {
      return undefined;
    }
    at = TAG.lastIndex;
    const before = found[1]!;
    const start = found[2];
    if (start !== undefined) {
      return { text: before, kind: found[4] === '/' ? 'empty' : 'start', name: start, content: found[3]! };
    }
    const end = found[5];
    return { text: before, kind: end === undefined ? 'none' : 'end', name: end ?? '', content: '' };
  };
}

/** The attributes and declarations in the content of a tag; undefined if a value cannot be read. */
export function readContent(content: string): TagContent | undefined {
  const attributes: NamedValue[] = [];
  const declarations: NamedValue[] = [];
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(content); found !== null; found = ATTRIBUTE.exec(content)) {
    const name = found[1]!;
    const value = meaningOf(found[2]!.slice(1, -1), 'value');
    if (value === undefined) {
      return undefined;
    }
    (name === 'xmlns' || name.startsWith('xmlns:') ? declarations : attributes).push({ name, value });
  }
  return { attributes, declarations };
}

/**
 * What a text or a value stands for (XML 1.0, sections 2.11, 3.3.3 and 4.1): every line end is one line feed, white space
 * in the value of an attribute is a blank, and references are characters. Undefined if a reference is none.
 */
export function meaningOf(written: string, kind: 'text' | 'value'): string | undefined {
  if (!/[&\r\n\t]/.test(written)) {
    return written;
  }
  let isKnown = true;
  const lines = written.replace(/\r\n?/g, '\n');
  const meaning = (kind === 'value' ? lines.replace(/[\n\t]/g, ' ') : lines).replace(
    /&[#0-9A-Za-z]*;?/g,
    (reference) => {
      const character = CHARACTERS.get(reference) ?? numbered(reference);
      isKnown &&= character !== undefined;
      return character ?? '';
    },
  );
  return isKnown ? meaning : undefined;
}

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&apos;', "'"],
]);

function numbered(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^&#(?:x([0-9A-Fa-f]+)|([0-9]+));$/.exec(reference) ?? [];
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
