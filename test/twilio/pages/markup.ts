/** HTML that is ready to be sent. */
export type Markup = { readonly html: string };

/** A template of HTML: values are escaped, unless they are markup themselves. */
export function markup(parts: TemplateStringsArray, ...values: (string | Markup | readonly Markup[])[]): Markup {
  return { html: parts.reduce((html, part, index) => html + written(values[index - 1]) + part) };
}

function written(value: string | Markup | readonly Markup[] | undefined): string {
  if (value === undefined || typeof value === 'string') {
    return escapeHtml(value ?? '');
  }
  return [value]
    .flat()
    .map(({ html }) => html)
    .join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
