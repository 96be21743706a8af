import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { OrgState, Session } from '../../state.ts';
import { interruptionPage, type Interruption } from '../pages/interruption-page.ts';
import { redirect } from '../pages/redirect.ts';
import { HOME, redirectToLogin } from './login.ts';
import { changePassword, isPassword } from './passwords.ts';
import { completeLogin, sessionOf } from './session.ts';
import { startUrlOf } from './start-url.ts';

/** The code that a user would find in an email, or in an authenticator app. */
export const VERIFICATION_CODE = '123456';

/** Where each of them lives (paths seen in public captures and scripts), and what else its address carries. */
export const INTERRUPTIONS: Record<Interruption, { path: string; query: Record<string, string> }> = {
  'identity-verification': { path: '/_ui/identity/verification/method/EmailVerificationFinishUi/e', query: {} },
  mfa: { path: '/_ui/identity/verification/policy/VerificationStartUi', query: {} },
  'password-change': {
    path: '/_ui/system/security/ChangePassword',
    query: { setupid: 'ChangePassword', fromFrontdoor: '1' },
  },
  'login-flow': { path: '/loginflow/loginFlow.apexp', query: { sparkID: 'Terms_Of_Use' } },
};

/** Sends a browser to the page that stands before its destination. */
export function redirectToInterruption(org: OrgState, kind: Interruption, destination: string): OrgAnswer {
  const { path, query } = INTERRUPTIONS[kind];
  return redirect(org, `${path}?${new URLSearchParams({ retURL: destination, ...query })}`);
}

/** `GET` and `POST` of such a page: shows it, or lets the session pass once the user did what it asks. */
export function answerInterruption(kind: Interruption, request: OrgRequest, org: OrgState): OrgAnswer {
  const destination = startUrlOf(request.query.get('retURL') ?? '') ?? HOME;
  const session = sessionOf(request, org);
  if (session === undefined) {
    return redirectToLogin(org, destination);
  }
  if (request.method !== 'POST') {
    return interruptionPage(kind);
  }
  if (!isDone(kind, new URLSearchParams(request.body.toString('utf8')), org, session)) {
    return interruptionPage(kind, true);
  }
  completeLogin(org, session);
  return redirect(org, destination);
}

function isDone(kind: Interruption, form: URLSearchParams, org: OrgState, { userId }: Session): boolean {
  switch (kind) {
    case 'identity-verification':
      return form.get('emc') === VERIFICATION_CODE;
    case 'mfa':
      return form.get('tc') === VERIFICATION_CODE;
    case 'password-change': {
      const password = form.get('p5') ?? '';
      const isAllowed = password !== '' && password === form.get('p6') && isPassword(org, userId, form.get('p4') ?? '');
      if (isAllowed) {
        changePassword(org, userId, password);
      }
      return isAllowed;
    }
    case 'login-flow':
      return true;
  }
}
