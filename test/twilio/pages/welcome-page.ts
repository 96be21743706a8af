import type { TwilioAnswer } from '../server/route.ts';
import type { SignedInUser } from '../state.ts';
import { markup } from './markup.ts';
import { page, type Product } from './page.ts';

/** What a signed-in user sees. */
export function welcomePage(product: Product, { nameId, roles, fullName }: SignedInUser): TwilioAnswer {
  const named = fullName === undefined ? markup`` : markup`<dt>Full name</dt>\n<dd id="full-name">${fullName}</dd>\n`;
  return page(
    product,
    200,
    'Signed in',
    markup`<h1>Welcome, ${nameId}</h1>
<p>You are signed in to Twilio ${product}.</p>
<dl>
<dt>NameID</dt>
<dd id="name-id">${nameId}</dd>
${named}<dt>Roles</dt>
<dd id="roles"><ul>${roles.map((role) => markup`<li>${role}</li>`)}</ul></dd>
</dl>`,
  );
}
