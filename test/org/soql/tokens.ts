type Token = { text: string; offset: number };

const TOKEN = /'(?:\\.|[^'\\])*'|[A-Za-z_][\w.]*|[^\s]/gs;

/**
 * Where a name stands in a query: its first occurrence as a whole word outside of text literals. The parser gives no
 * places, and the platform's messages need them.
 *
 * @param from where to begin; the start of a subquery, or 0.
 */
export function offsetOfName(soql: string, name: string, from: number): number {
  const wanted = name.toLowerCase();
  return tokensFrom(soql, from).find(({ text }) => text.toLowerCase() === wanted)?.offset ?? from;
}

/** Where the object of a query stands: the name after FROM. */
export function offsetOfObject(soql: string, object: string, from: number): number {
  const tokens = tokensFrom(soql, from);
  const index = tokens.findIndex((_, at) => isFrom(tokens, at, object));
  return tokens[index + 1]?.offset ?? from;
}

/** Where the subquery over an object begins: at its SELECT. */
export function offsetOfSubquery(soql: string, object: string, from: number): number {
  const tokens = tokensFrom(soql, from);
  const index = tokens.findIndex((_, at) => isFrom(tokens, at, object) && startOf(tokens, at) > 0);
  return tokens[startOf(tokens, index)]?.offset ?? from;
}

function isFrom(tokens: Token[], index: number, object: string): boolean {
  const name = tokens[index + 1]?.text.toLowerCase();
  return tokens[index]?.text.toLowerCase() === 'from' && name === object.toLowerCase();
}

function startOf(tokens: Token[], from: number): number {
  return tokens.slice(0, Math.max(from, 0)).findLastIndex(({ text }) => text.toLowerCase() === 'select');
}

function tokensFrom(soql: string, from: number): Token[] {
  return [...soql.matchAll(TOKEN)]
    .map(({ 0: text, index }) => ({ text, offset: index }))
    .filter(({ offset }) => offset >= from);
}
