/** HTML that is ready to be written. */
export type Html = { readonly html: string };

/** What a template may hold: texts are escaped, HTML is not, lists are joined, and what is undefined is left out. */
export type HtmlValue = string | number | Html | Html[] | undefined;

/** A template of HTML; the only way in which a value reaches the page. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return { html: parts.reduce((written, part, index) => written + textOf(values[index - 1]) + part) };
}

/**
 * A text as the content of an element or of a quoted attribute. A carriage return is escaped too, since an HTML parser
 * would make a newline of it.
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function textOf(value: HtmlValue): string {
  if (Array.isArray(value)) {
    return value.map(({ html: text }) => text).join('');
  }
  return typeof value === 'object' ? value.html : escapeHtml(String(value ?? ''));
}
