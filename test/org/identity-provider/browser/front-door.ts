import { validSession } from '../../login/sessions.ts';
import { findRow } from '../../database/rows.ts';
import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { FrontDoor, OrgState } from '../../state.ts';
import { sendOn } from './lightning.ts';
import { HOME, invalidRedirection, redirectToLogin } from './login.ts';
import { signInBrowser, takeOverSession } from './session.ts';
import { startUrlOf } from './start-url.ts';

/**
 * `GET` and `POST /secur/frontdoor.jsp`: lets a browser in, with the one-time value of `/services/oauth2/singleaccess`
 * or, in the older form, with a session id (Salesforce Help, "frontdoor_singleaccess"). Nothing but a page of the org
 * can follow. What is worth nothing leads to the login page.
 */
export function answerFrontDoor(request: OrgRequest, org: OrgState): OrgAnswer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const given = (name: string): string | undefined => form.get(name) ?? request.query.get(name) ?? undefined;
  const oneTimeValue = given('otp');
  return oneTimeValue === undefined
    ? enterWithSession(request, org, given('sid') ?? '', given('retURL') ?? given('startURL') ?? HOME)
    : enterOnce(request, org, oneTimeValue);
}

/** A value is taken out whether it is still good or not; the page it leads to was fixed when it was made. */
function enterOnce(request: OrgRequest, org: OrgState, value: string): OrgAnswer {
  const door = org.frontDoors.get(value);
  org.frontDoors.delete(value);
  const startUrl = door === undefined || door.startUrl === '/' ? HOME : startUrlOf(door.startUrl);
  if (startUrl === undefined) {
    return invalidRedirection();
  }
  return door === undefined || !isOpen(org, door)
    ? redirectToLogin(org, startUrl)
    : sendOn(request, org, startUrl, signInBrowser(org, door.userId));
}

function isOpen(org: OrgState, { expires, userId }: FrontDoor): boolean {
  return expires > org.now() && findRow(org, 'User', { Id: userId })?.['IsActive'] === true;
}

function enterWithSession(request: OrgRequest, org: OrgState, token: string, address: string): OrgAnswer {
  const startUrl = startUrlOf(address);
  if (startUrl === undefined) {
    return invalidRedirection();
  }
  const session = validSession(org, token);
  return session === undefined
    ? redirectToLogin(org, startUrl)
    : sendOn(request, org, startUrl, takeOverSession(org, session));
}
