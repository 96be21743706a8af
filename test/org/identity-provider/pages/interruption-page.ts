import type { OrgAnswer } from '../../server/route.ts';
import type { OrgOptions } from '../../state.ts';
import { html, page, type Html } from './html.ts';

/** A page that stands between a login and the page that was asked for. */
export type Interruption = Exclude<NonNullable<OrgOptions['loginInterruption']>, 'none'>;

/** What each page between a login and its destination shows; names of fields as seen on the platform's pages. */
const PAGES: Record<Interruption, { title: string; text: string; fields: Html; button: string }> = {
  'identity-verification': {
    title: 'Verify Your Identity',
    text: 'To make sure your Salesforce account is secure, we have to verify your identity. Enter the verification code we emailed you.',
    fields: html`<label for="emc">Verification Code</label>
      <input id="emc" name="emc" required autofocus inputmode="numeric" autocomplete="one-time-code" />`,
    button: 'Verify',
  },
  // The title was seen once behind a front door; which fields the page has is inferred.
  mfa: {
    title: 'Choose a Verification Method',
    text: 'To log in, verify your identity with one of your registered verification methods.',
    fields: html`<label for="tc">Code from Your Authenticator App</label>
      <input id="tc" name="tc" required autofocus inputmode="numeric" autocomplete="one-time-code" />`,
    button: 'Verify',
  },
  'password-change': {
    title: 'Change Your Password',
    text: 'Enter a new password for your user.',
    fields: html`<label for="currentpassword">Current Password</label>
      <input id="currentpassword" name="p4" type="password" required autofocus autocomplete="current-password" />
      <label for="newpassword">New Password</label>
      <input id="newpassword" name="p5" type="password" required autocomplete="new-password" />
      <label for="confirmpassword">Confirm New Password</label>
      <input id="confirmpassword" name="p6" type="password" required autocomplete="new-password" />`,
    button: 'Change Password',
  },
  'login-flow': {
    title: 'Welcome Back',
    text: 'Your administrator asks you to read the terms of use before you go on.',
    fields: html``,
    button: 'Finish',
  },
};

/** The page of an interruption; it posts to its own address, which carries where the browser goes then. */
export function interruptionPage(kind: Interruption, refused = false): OrgAnswer {
  const { title, text, fields, button } = PAGES[kind];
  return page(
    200,
    `${title} | Salesforce`,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${refused ? html`<p class="error" role="alert">What you entered is not right. Check it and try again.</p>` : undefined}
      <form id="editPage" name="editPage" method="post">
        ${fields}
        <button type="submit">${button}</button>
      </form>`,
  );
}
