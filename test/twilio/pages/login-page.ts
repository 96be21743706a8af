import type { TwilioAnswer } from '../server/route.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';

/** Where a sign-in starts: a form with the Workspace ID. */
export function loginPage(): TwilioAnswer {
  return formPage(200, '', undefined);
}

/** The same again for a Workspace ID that nobody has saved (the text was seen in the Frontline app). */
export function unknownWorkspacePage(workspaceId: string): TwilioAnswer {
  return formPage(404, workspaceId, 'Company name not found');
}

/** What Flex shows to a visitor who has not signed in; it is ours. */
export function flexLoginPage(loginLink: string): TwilioAnswer {
  return page(
    'Flex',
    200,
    'Log in',
    markup`<h1>Log in to Twilio Flex</h1>
<p><a id="login" href="${loginLink}">Log in with single sign-on</a></p>`,
  );
}

function formPage(status: number, workspaceId: string, wrong: string | undefined): TwilioAnswer {
  const [described, alert] =
    wrong === undefined
      ? [markup``, markup``]
      : [
          markup` aria-invalid="true" aria-describedby="wrong"`,
          markup`<p id="wrong" class="wrong" role="alert">${wrong}</p>`,
        ];
  return page(
    'Frontline',
    status,
    wrong ?? 'Log in',
    markup`<h1>Log in to Twilio Frontline</h1>
<form method="post" action="/login">
<label for="workspace">Workspace ID</label>
<input id="workspace" name="workspaceId" value="${workspaceId}" required autofocus autocomplete="organization" autocapitalize="none" spellcheck="false"${described}>
${alert}
<button type="submit">Continue</button>
</form>`,
  );
}
