/** What is returned of a list. */
export type ListLimits = {
  /** Of more elements, the last ones are returned. */
  elements: number;
  /** Characters of an element. Longer elements are left out. */
  characters: number;
  /** Opening brackets and braces of an element. Elements with more are left out. */
  brackets: number;
};

/**
 * The elements of a JSON list that mention a word, as JSON and in their order. Nothing is parsed: many small values
 * would take up forty times their length in memory.
 *
 * @param from the position behind the list's opening bracket.
 * @returns undefined if the list does not end.
 */
export function elementsMentioning(word: string, text: string, from: number, limits: ListLimits): string[] | undefined {
  const elements: string[] = [];
  let mention = text.indexOf(word, from);
  let start = from;
  let depth = 0;
  let brackets = 0;
  for (let at = nextBracket(text, from); at < text.length; at = nextBracket(text, at + 1)) {
    if (text[at] === '{' || text[at] === '[') {
      start = depth === 0 ? at : start;
      brackets = depth === 0 ? 1 : brackets + 1;
      depth += 1;
      continue;
    }
    depth -= 1;
    if (depth < 0) {
      return elements;
    }
    if (depth === 0 && mention >= 0 && mention < at) {
      mention = text.indexOf(word, at);
      if (at - start < limits.characters && brackets <= limits.brackets) {
        keepLast(limits.elements, elements, text.slice(start, at + 1));
      }
    }
  }
  return undefined;
}

function keepLast(most: number, elements: string[], element: string): void {
  if (elements.push(element) > most) {
    elements.shift();
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the next bracket or brace outside of texts is, or the end. */
function nextBracket(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) {
      at = endOfText(json, at);
    } else if (character === 0x7b || character === 0x7d || character === 0x5b || character === 0x5d) {
      return at;
    }
  }
  return json.length;
}

/** Where the closing quote of a text is. One behind an odd number of backslashes is a part of the text. */
function endOfText(json: string, opening: number): number {
  for (let at = json.indexOf('"', opening + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let before = at;
    while (json.charCodeAt(before - 1) === BACKSLASH) {
      before -= 1;
    }
    if ((at - before) % 2 === 0) {
      return at;
    }
  }
  return json.length;
}
