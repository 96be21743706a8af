import type { OrgAnswer, OrgRequest } from '../../server/route.ts';
import type { OrgState } from '../../state.ts';
import { redirect } from '../pages/redirect.ts';
import { admit } from './admission.ts';
import { HOME, invalidRedirection } from './login.ts';
import { startUrlOf } from './start-url.ts';

/** The page of Lightning Experience at which a browser comes by, and the one of the org that it is sent back to. */
export const LIGHTNING_PAGE = '/one/one.app';
export const SESSION_PAGE = '/visualforce/session';

/**
 * Sends a browser that was let in to its page, over the host of Lightning Experience where the org has one. Orgs do so,
 * and a host without a session sends the browser back to `/visualforce/session` (both seen); how the page asked for is
 * carried meanwhile is inferred.
 */
export function sendOn(request: OrgRequest, org: OrgState, startUrl: string, cookies: string[]): OrgAnswer {
  const { lightningHost } = org.options;
  const query = new URLSearchParams({ retURL: originOf(request, org) + startUrl });
  return redirect(org, lightningHost === 'none' ? startUrl : `${lightningHost}${LIGHTNING_PAGE}?${query}`, cookies);
}

/** `GET` of the page on the host of Lightning Experience, which no cookie of the org reaches. */
export function answerLightning(request: OrgRequest, org: OrgState): OrgAnswer {
  const address = request.query.get('retURL') ?? '';
  const isOwn = URL.canParse(address) && originsOf(org).includes(new URL(address).origin);
  if (!isOwn) {
    return invalidRedirection();
  }
  const { origin, pathname, search } = new URL(address);
  return redirect(org, `${origin}${SESSION_PAGE}?${new URLSearchParams({ url: pathname + search })}`);
}

/** `GET /visualforce/session`: sends a browser with a session to a page of the org. */
export function answerSession(request: OrgRequest, org: OrgState): OrgAnswer {
  const startUrl = startUrlOf(request.query.get('url') ?? HOME);
  if (startUrl === undefined) {
    return invalidRedirection();
  }
  const admission = admit(request, org, startUrl);
  return 'answer' in admission ? admission.answer : redirect(org, startUrl);
}

/** The address under which a browser reached the org: its own, or that of its My Domain. */
function originOf({ headers }: OrgRequest, org: OrgState): string {
  return originsOf(org).find((origin) => new URL(origin).host === headers.host) ?? org.baseUrl;
}

function originsOf({ baseUrl, options }: OrgState): string[] {
  return [baseUrl, options.myDomain];
}
