import { html, type Html } from './html.ts';

/** A table with a caption; `rows` are whole rows. */
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
