import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { OrgState, Session } from '../../state.ts';
import { redirectToInterruption } from './interruption.ts';
import { redirectToLogin } from './login.ts';
import { isInterrupted, sessionOf } from './session.ts';

/** Whether a browser may go on, or where it is sent before. */
export type Admission = { session: Session } | { answer: OrgAnswer };

/**
 * Asks for a complete login.
 *
 * @param here the page that the browser comes back to after it.
 */
export function admit(request: OrgRequest, org: OrgState, here: string): Admission {
  const session = sessionOf(request, org);
  if (session === undefined) {
    return { answer: redirectToLogin(org, here) };
  }
  const { loginInterruption } = org.options;
  return isInterrupted(org, session) && loginInterruption !== 'none'
    ? { answer: redirectToInterruption(org, loginInterruption, here) }
    : { session };
}
