import type { OrgAnswer } from '../../server/route.ts';
import { html, page } from './html.ts';

/** How the platform refuses a login, whatever was wrong with it (seen in many projects). */
export const LOGIN_REFUSED =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

/**
 * The login page, with the field names of the platform's (`username`, `pw`; `un` comes along for a script).
 *
 * @param startUrl where the browser goes after the login; undefined for the user's home.
 * @param refused the username of a login that was refused; undefined on the first visit.
 */
export function loginPage(startUrl: string | undefined, refused?: string): OrgAnswer {
  const described = refused === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  return page(
    200,
    'Login | Salesforce',
    html`<h1>Log in to Salesforce</h1>
      ${refused === undefined ? undefined : html`<p id="error" class="error" role="alert">${LOGIN_REFUSED}</p>`}
      <form id="login_form" name="login" method="post" action="/">
        ${startUrl === undefined ? undefined : html`<input type="hidden" name="startURL" value="${startUrl}" />`}
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          type="email"
          value="${refused}"
          required
          autofocus
          autocomplete="username"
          ${described}
        />
        <label for="password">Password</label>
        <input id="password" name="pw" type="password" required autocomplete="current-password" ${described} />
        <button id="Login" type="submit">Log In</button>
      </form>`,
  );
}
