import type { OrgAnswer } from '../../server/route.ts';
import type { OrgState } from '../../state.ts';
import { escapeHtml, html, type Html } from './html.ts';

/** What the browser carries to the service provider (SAML Bindings, section 3.5). */
export type AutoPost = { action: string; samlResponse: string; relayState: string | undefined };

/**
 * The page that posts a response to the service provider: by script, or by a button where scripts are off. What
 * today's page of the platform looks like beside the form is not known; that Base64 may come in numeric character
 * references is (other forms of the platform write it so).
 */
export function autoPostPage(org: OrgState, { action, samlResponse, relayState }: AutoPost): OrgAnswer {
  const numeric = org.options.formCharacters === 'numeric-references';
  const value = (text: string): Html => ({ html: numeric ? escapeAll(text) : escapeHtml(text) });
  const { html: body } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Continue</title>
        <link rel="icon" href="data:," />
      </head>
      <body>
        <form method="post" action="${value(action)}">
          ${relayState === undefined ? undefined : html`<input type="hidden" name="RelayState" value="${value(relayState)}" />`}
          <input type="hidden" name="SAMLResponse" value="${value(samlResponse)}" />
          <noscript
            ><p>Your browser runs no scripts.</p>
            <button type="submit">Continue</button></noscript
          >
        </form>
        <script>
          document.forms[0].submit();
        </script>
      </body>
    </html> `;
  return { status: 200, contentType: 'text/html;charset=UTF-8', body };
}

function escapeAll(text: string): string {
  return text.replace(/[^\w.:?-]/gu, (character) => `&#${character.codePointAt(0)};`);
}
