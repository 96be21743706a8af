import { Messages } from '@salesforce/core';
import { explainErrorCode, SIGN_IN_ERROR_CODES, TWILIO_ERROR_CODES } from '../../twilio/error-codes.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'hand-over-page');

type Row = { message: string; cause: string; fix: string };

/** What users may see when a sign-in fails, and what to do. The codes of other uses of Twilio are folded up. */
export function errorCodeSection(): Html {
  const others = TWILIO_ERROR_CODES.filter((code) => !SIGN_IN_ERROR_CODES.includes(code));
  const company: Row = {
    message: messages.getMessage('code.company'),
    cause: messages.getMessage('code.company.cause'),
    fix: messages.getMessage('code.company.fix'),
  };
  return html`
    <section aria-labelledby="codes">
      <h2 id="codes">${messages.getMessage('codes')}</h2>
      ${codeTable(messages.getMessage('codes.caption'), [...SIGN_IN_ERROR_CODES.map(rowOf), company])}
      <details>
        <summary>${messages.getMessage('codes.others')}</summary>
        ${codeTable(messages.getMessage('codes.others'), others.map(rowOf))}
      </details>
    </section>
  `;
}

function rowOf(code: number): Row {
  const { title, cause, fix } = explainErrorCode(String(code));
  return { message: `${code} ${title}`, cause, fix };
}

function codeTable(caption: string, rows: Row[]): Html {
  return table(
    caption,
    ['codes.code', 'codes.cause', 'codes.fix'].map((key) => messages.getMessage(key)),
    rows.map(
      ({ message, cause, fix }) => html`
        <tr>
          <th scope="row">${message}</th>
          <td>${cause}</td>
          <td>${fix}</td>
        </tr>
      `,
    ),
  );
}
