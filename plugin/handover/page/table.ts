import { html, type Html } from './html.ts';

/** A table with a caption. Each of `rows` is a complete row. */
export function table(caption: string, headings: string[], rows: Html[]): Html {
  return html`
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings.map((heading) => html` <th scope="col">${heading}</th> `)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  `;
}
