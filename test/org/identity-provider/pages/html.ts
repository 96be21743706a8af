import type { OrgAnswer } from '../../server/route.ts';

/** HTML that is ready to be sent. */
export type Html = { readonly html: string };

/** A template of HTML: texts are escaped, HTML is not, and what is undefined is left out. */
export function html(parts: TemplateStringsArray, ...values: Array<string | Html | undefined>): Html {
  return { html: parts.reduce((written, part, index) => written + textOf(values[index - 1]) + part) };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function textOf(value: string | Html | undefined): string {
  return typeof value === 'object' ? value.html : escapeHtml(value ?? '');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #16325c; --ground: #f4f6f9; --card: #fff; --line: #747474; --accent: #0b5cab; --on-accent: #fff; --bad: #b3000c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e5e9f0; --ground: #10151d; --card: #1b222d; --line: #9aa4b2; --accent: #78b0fd; --on-accent: #08121f; --bad: #ff9a9f; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 3rem 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
main { max-width: 26rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border-radius: .5rem; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { display: block; width: 100%; padding: .6rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .25rem; }
button { margin-top: 1.25rem; width: 100%; padding: .6rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .25rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { color: var(--bad); font-weight: 600; }
`;

/** A whole page. Nothing of it is loaded from anywhere else. */
export function page(status: number, title: string, main: Html): OrgAnswer {
  const { html: body } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${{ html: STYLE }}
        </style>
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `;
  return { status, contentType: 'text/html;charset=UTF-8', body };
}
