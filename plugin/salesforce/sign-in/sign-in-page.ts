import { Parser } from 'htmlparser2';

/** A form of a page. Fields without a name are left out. A repeated name keeps its first value. */
export type PageForm = { method: string; action: string; fields: Map<string, string> };

/** What a page of an identity provider asks of a browser. */
export type Page = {
  title: string;
  forms: PageForm[];
  /** The address that the page sends the browser to, by `<meta http-equiv="refresh">` or by script. */
  redirect?: string | undefined;
  /** Whether it asks for a password. */
  asksPassword: boolean;
};

/**
 * Script calls that send the browser to another page (seen in public captures of Salesforce pages). Scripts are never
 * run.
 */
const SCRIPT_REDIRECTS = [
  'projectOneNavigator.handleRedirect(',
  'window.location.replace(',
  'window.location.href=',
  'window.location.href =',
  'window.location=',
  'window.location =',
];

/**
 * The largest number of open elements. The rest of a deeper page is not read. The parser's work for one tag grows with
 * this number, so a page of nothing but open tags would keep it busy for minutes.
 */
const DEEPEST = 1000;

/** How many characters are read between two checks of the depth. */
const PART = 16 * 1024;

/** Reads a page in one pass. Forms in comments, templates, scripts and styles do not count. */
export function readPage(html: string): Page {
  const page: Page = { title: '', forms: [], asksPassword: false };
  let element = '';
  let form: PageForm | undefined;
  let templates = 0;
  let depth = 0;
  const scripts: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        element = name;
        depth++;
        templates += name === 'template' ? 1 : 0;
        if (templates > 0) {
          return;
        }
        if (name === 'form') {
          form = {
            method: (attributes['method'] ?? 'get').toLowerCase(),
            action: attributes['action'] ?? '',
            fields: new Map(),
          };
          page.forms.push(form);
        }
        if (name === 'input') {
          page.asksPassword ||= attributes['type']?.toLowerCase() === 'password';
          addField(form, attributes);
        }
        if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
          page.redirect ??= refreshTarget(attributes['content'] ?? '');
        }
      },
      ontext(text) {
        if (element === 'title' && templates === 0) {
          page.title += text;
        } else if (element === 'script') {
          scripts.push(text);
        }
      },
      onclosetag(name) {
        element = '';
        depth--;
        templates -= name === 'template' ? 1 : 0;
        form = name === 'form' ? undefined : form;
      },
    },
    { decodeEntities: true },
  );
  for (let start = 0; start < html.length && depth <= DEEPEST; start += PART) {
    parser.write(html.slice(start, start + PART));
  }
  parser.end();
  page.title = page.title.replace(/\s+/g, ' ').trim();
  const target = page.redirect ?? scriptTarget(scripts.join(''));
  return target === undefined ? page : { ...page, redirect: target };
}

function addField(form: PageForm | undefined, attributes: Record<string, string>): void {
  const name = attributes['name'];
  if (form !== undefined && name !== undefined && !form.fields.has(name)) {
    form.fields.set(name, attributes['value'] ?? '');
  }
}

/** The address in `0; URL=…`, with or without quotes. */
function refreshTarget(content: string): string | undefined {
  const url = /^\s*[\d.]*\s*[;,]\s*url\s*=\s*(.*)$/is.exec(content)?.[1]?.trim();
  return url?.replace(/^(['"])(.*)\1$/s, '$2');
}

function scriptTarget(script: string): string | undefined {
  for (const call of SCRIPT_REDIRECTS) {
    const start = script.indexOf(call);
    const literal = start < 0 ? undefined : stringLiteral(script, start + call.length);
    if (literal !== undefined && literal !== '') {
      return literal;
    }
  }
  return undefined;
}

/** The string literal that begins at a position of a script, after white space. */
function stringLiteral(script: string, from: number): string | undefined {
  let index = from;
  while (script[index] === ' ') {
    index++;
  }
  const quote = script[index];
  if (quote !== "'" && quote !== '"') {
    return undefined;
  }
  for (let end = index + 1; end < script.length; end++) {
    if (script[end] === '\\') {
      end++;
    } else if (script[end] === quote) {
      return unescaped(script.slice(index + 1, end));
    }
  }
  return undefined;
}

function unescaped(literal: string): string {
  return literal.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))/gis,
    (_match, hex?: string, unicode?: string, plain?: string) =>
      plain === undefined ? String.fromCharCode(parseInt(hex ?? unicode ?? '', 16)) : plain,
  );
}
