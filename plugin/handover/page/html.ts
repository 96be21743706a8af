/** HTML that can be written as it is. */
export type Html = { readonly html: string };

/** What a template may hold. Texts are escaped, HTML is not, lists are joined, and undefined is left out. */
export type HtmlValue = string | number | Html | Html[] | undefined;

/** A template of HTML. Every value reaches the page through such a template. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return { html: parts.reduce((written, part, index) => written + textOf(values[index - 1]) + part) };
}

/**
 * Escapes a text for the content of an element or of a quoted attribute. A carriage return is escaped too, since an
 * HTML parser would turn it into a newline.
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
