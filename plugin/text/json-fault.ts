/** Where a text stops being JSON, and what should stand there. */
export type JsonFault = {
  /** Counted from 1. */
  line: number;
  /** In characters, counted from 1. */
  column: number;
  /** `string` if a text in double quotes is not closed in its line, or has an escape that JSON does not know. */
  expected: Expected | 'string';
};

/** What may come next: `name` is that of a property, and `end` is that of the file. */
type Expected = 'value' | 'name' | 'colon' | 'comma-or-brace' | 'comma-or-bracket' | 'end';

/** The same, with what only an empty list or object may have. */
type State = Expected | 'value-or-bracket' | 'name-or-brace';

// eslint-disable-next-line no-control-regex
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/.source;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/.source;
const WORD = /(?:true|false|null)(?!\w)/.source;

/** Blanks, and one token behind them, if there is one (RFC 8259). */
const TOKEN = new RegExp(`[\\t\\n\\r ]*([{}[\\],:]|${STRING}|${NUMBER}|${WORD})?`, 'y');

/**
 * The first place where a text is not JSON. The error of JSON.parse names the place only for some faults, and quotes the
 * text, which can hold secrets.
 *
 * @returns undefined if the text is JSON.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: Array<'{' | '['> = [];
  let expected: State = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const begin = TOKEN.lastIndex;
    const [read = '', token = ''] = TOKEN.exec(text) ?? [];
    const start = begin + read.length - token.length;
    if (expected === 'end' && start === text.length) {
      return undefined;
    }
    const next: State | undefined = token === '' ? undefined : after(token, expected, open);
    if (next === undefined) {
      return { ...placeIn(text, start), expected: wordFor(expected, text[start]) };
    }
    expected = next;
  }
}

/**
 * What is expected behind a token; undefined if the token cannot stand there.
 *
 * @param open the brackets that are open. It is changed.
 */
function after(token: string, expected: State, open: Array<'{' | '['>): State | undefined {
  const inside = (): State => {
    const last = open.at(-1);
    return last === undefined ? 'end' : last === '{' ? 'comma-or-brace' : 'comma-or-bracket';
  };
  const closed = (): State => (open.pop(), inside());
  switch (expected) {
    case 'value':
    case 'value-or-bracket':
      if (token === '{' || token === '[') {
        open.push(token);
        return token === '{' ? 'name-or-brace' : 'value-or-bracket';
      }
      if (token === ']' && expected === 'value-or-bracket') {
        return closed();
      }
      return /^[}\],:]$/.test(token) ? undefined : inside();
    case 'name':
    case 'name-or-brace':
      if (token === '}' && expected === 'name-or-brace') {
        return closed();
      }
      return token.startsWith('"') ? 'colon' : undefined;
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'comma-or-brace':
      return token === ',' ? 'name' : token === '}' ? closed() : undefined;
    case 'comma-or-bracket':
      return token === ',' ? 'value' : token === ']' ? closed() : undefined;
    case 'end':
      return undefined;
  }
}

function wordFor(expected: State, found: string | undefined): JsonFault['expected'] {
  const takesText = /^(?:value|name)/.test(expected);
  if (found === '"' && takesText) {
    return 'string';
  }
  return expected === 'value-or-bracket' ? 'value' : expected === 'name-or-brace' ? 'name' : expected;
}

function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
