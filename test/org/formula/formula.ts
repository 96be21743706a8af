/** The value of a field that a formula names (`$User.Email`), or undefined where there is no such field. */
export type FieldLookup = (object: string, field: string) => string | undefined;

type Token = { kind: 'text' | 'field' | 'sign'; text: string };

/** Text literals of either quote, fields of global variables, joining signs, parentheses; white space between them. */
const TOKEN = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\$(\w+\.\w+)|([+&()]))/sy;

/**
 * Evaluates the formula of a custom attribute, or of a field, as far as such formulas go: text literals and
 * `$Object.Field`, joined with `+` or `&` (Salesforce Help, "Formula Operators and Functions"). An empty field joins as nothing.
 *
 * @returns undefined for what cannot be read, among it a literal without its quotes and a field that does not exist.
 */
export function evaluateFormula(formula: string, lookUp: FieldLookup): string | undefined {
  const tokens = tokensOf(formula);
  return tokens && joined(tokens, lookUp);
}

/** Whether a formula asks for a field; one that does not is the same text for everybody. */
export function namesField(formula: string): boolean {
  return tokensOf(formula)?.some(({ kind }) => kind === 'field') ?? false;
}

function tokensOf(formula: string): Token[] | undefined {
  const tokens: Token[] = [];
  const text = formula.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) {
      return undefined;
    }
    const [, single, double, field, sign] = match;
    const literal = single ?? double;
    tokens.push(
      literal !== undefined
        ? { kind: 'text', text: literal.replace(/\\(.)/gs, '$1') }
        : { kind: field === undefined ? 'sign' : 'field', text: field ?? sign ?? '' },
    );
  }
  return tokens;
}

/**
 * Joining is associative, so parentheses change nothing but must be balanced: values and signs have to alternate.
 */
function joined(tokens: Token[], lookUp: FieldLookup): string | undefined {
  let result = '';
  let depth = 0;
  let wantsValue = true;
  for (const { kind, text } of tokens) {
    const opens = kind === 'sign' && text === '(';
    const isOperand = kind !== 'sign' || opens;
    if (isOperand !== wantsValue) {
      return undefined;
    }
    const value = kind === 'field' ? fieldValue(text, lookUp) : kind === 'text' ? text : '';
    if (value === undefined) {
      return undefined;
    }
    result += value;
    depth += opens ? 1 : kind === 'sign' && text === ')' ? -1 : 0;
    if (depth < 0) {
      return undefined;
    }
    wantsValue = opens || (kind === 'sign' && text !== ')');
  }
  return wantsValue || depth !== 0 ? undefined : result;
}

function fieldValue(path: string, lookUp: FieldLookup): string | undefined {
  const [object = '', field = ''] = path.split('.');
  return lookUp(object, field);
}
