import type { TwilioAnswer } from '../server/route.ts';
import type { SignedInUser } from '../state.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';

/** What a signed-in user sees. */
export function welcomePage({ nameId, roles }: SignedInUser): TwilioAnswer {
  return page(
    200,
    'Signed in',
    markup`<h1>Welcome, ${nameId}</h1>
<p>You are signed in to Twilio Frontline.</p>
<dl>
<dt>NameID</dt>
<dd id="name-id">${nameId}</dd>
<dt>Roles</dt>
<dd id="roles"><ul>${roles.map((role) => markup`<li>${role}</li>`)}</ul></dd>
</dl>`,
  );
}
