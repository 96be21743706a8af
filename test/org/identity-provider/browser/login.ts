import { findRow, findRows } from '../../database/rows.ts';
import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { OrgState, Session } from '../../state.ts';
import { html, page } from '../pages/html.ts';
import { loginPage } from '../pages/login-page.ts';
import { redirect } from '../pages/redirect.ts';
import { isPassword } from './passwords.ts';
import { sessionOf, signInBrowser } from './session.ts';
import { startUrlOf } from './start-url.ts';

/** Where a browser goes that asked for no page. */
export const HOME = '/home/home.jsp';

/** Sends a browser without a session to the login page; it comes back to the given page afterwards (form seen). */
export function redirectToLogin(org: OrgState, startUrl: string, cookies: string[] = []): OrgAnswer {
  return redirect(org, `/?ec=302&startURL=${encodeURIComponent(startUrl)}`, cookies);
}

/** `GET /`: the login page, or the page asked for where there is a session. */
export function answerLoginPage(request: OrgRequest, org: OrgState): OrgAnswer {
  const asked = request.query.get('startURL') ?? undefined;
  const startUrl = asked === undefined ? undefined : startUrlOf(asked);
  if (asked !== undefined && startUrl === undefined) {
    return invalidRedirection();
  }
  return sessionOf(request, org) === undefined ? loginPage(startUrl) : redirect(org, startUrl ?? HOME);
}

/** `POST /`: signs a user in. Users who are inactive are refused like those who do not exist. */
export function answerLogin(request: OrgRequest, org: OrgState): OrgAnswer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const asked = form.get('startURL') ?? request.query.get('startURL') ?? HOME;
  const startUrl = startUrlOf(asked);
  if (startUrl === undefined) {
    return invalidRedirection();
  }
  const username = form.get('un') || form.get('username') || '';
  const user = findRows(org, 'User', { IsActive: true }).find(
    (row) => String(row['Username']).toLowerCase() === username.trim().toLowerCase(),
  );
  return user !== undefined && isPassword(org, user.Id, form.get('pw') ?? '')
    ? redirect(org, startUrl, signInBrowser(org, user.Id))
    : loginPage(startUrl, username);
}

/** `GET /home/home.jsp`: says who is signed in. */
export function answerHome(org: OrgState, { userId }: Session): OrgAnswer {
  const user = findRow(org, 'User', { Id: userId });
  return page(
    200,
    'Home | Salesforce',
    html`<h1>Home</h1>
      <p>Signed in as ${String(user?.['Username'])}.</p>`,
  );
}

/** How the platform refuses to send a browser elsewhere (title seen; the words are those of Salesforce Help). */
export function invalidRedirection(): OrgAnswer {
  return page(
    400,
    'Invalid Page Redirection',
    html`<h1>Invalid Page Redirection</h1>
      <p>
        The page you attempted to access has been blocked by a redirection to an outside website or an improperly coded
        link or button.
      </p>`,
  );
}
