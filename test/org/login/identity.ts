import { htmlAnswer, jsonAnswer, textAnswer } from '../server/answers.ts';
import { idKey } from '../database/identifiers.ts';
import { findRow } from '../database/rows.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import type { OrgState, Row } from '../state.ts';
import { identityUrl, randomToken } from './issue.ts';

/** How long a front door address lets a browser in, in milliseconds. The real time is not published ("short-lived"). */
const FRONT_DOOR_LIFETIME = 60 * 1000;

/** `GET /services/oauth2/userinfo`: who the token belongs to (OpenID Connect Core, section 5.3). */
export function answerUserInfo(request: OrgRequest, org: OrgState): OrgAnswer {
  const user = userOf(request, org);
  return jsonAnswer({
    sub: identityUrl(org, user.Id),
    user_id: user.Id,
    organization_id: org.organizationId,
    preferred_username: user['Username'],
    nickname: user['CommunityNickname'],
    name: user['Name'],
    email: user['Email'],
    email_verified: true,
    given_name: user['FirstName'],
    family_name: user['LastName'],
    zoneinfo: user['TimeZoneSidKey'],
    urls: urlsOf(org, user.Id),
    active: user['IsActive'],
    user_type: 'STANDARD',
    language: user['LanguageLocaleKey'],
    locale: user['LocaleSidKey'],
    utcOffset: 3_600_000,
    updated_at: user['LastModifiedDate'],
  });
}

/** `GET /id/<org>/<user>`: the same user in the older form (Salesforce Help, "Identity URLs"). */
export function answerIdentity(request: OrgRequest, org: OrgState): OrgAnswer {
  const [, organizationId = '', userId = ''] = /^\/id\/([^/]+)\/([^/]+)$/.exec(request.path) ?? [];
  const user = findRow(org, 'User', { Id: userId });
  if (idKey(organizationId) !== idKey(org.organizationId) || user === undefined) {
    return textAnswer(404, 'Bad_Id');
  }
  return jsonAnswer({
    id: identityUrl(org, user.Id),
    asserted_user: user.Id === userOf(request, org).Id,
    user_id: user.Id,
    organization_id: org.organizationId,
    username: user['Username'],
    nick_name: user['CommunityNickname'],
    display_name: user['Name'],
    email: user['Email'],
    email_verified: true,
    first_name: user['FirstName'],
    last_name: user['LastName'],
    timezone: user['TimeZoneSidKey'],
    urls: urlsOf(org, user.Id),
    active: user['IsActive'],
    user_type: 'STANDARD',
    language: user['LanguageLocaleKey'],
    locale: user['LocaleSidKey'],
    utcOffset: 3_600_000,
    last_modified_date: user['LastModifiedDate'],
    is_app_installed: true,
  });
}

/**
 * `GET` or `POST /services/oauth2/singleaccess`: an address that lets a browser in once, as the token's user. The names
 * of its parameters are not published (clients treat it as opaque).
 */
export function answerSingleAccess(request: OrgRequest, org: OrgState): OrgAnswer {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const startUrl = request.query.get('redirect_uri') ?? form.get('redirect_uri') ?? '';
  if (!isRelative(startUrl)) {
    return htmlAnswer(400, 'Bad Request', 'redirect_uri must be a relative path.');
  }
  const value = randomToken(48);
  org.frontDoors.set(value, {
    userId: userOf(request, org).Id,
    startUrl: startUrl.replace(/^\/?/, '/'),
    expires: new Date(org.now().getTime() + FRONT_DOOR_LIFETIME),
  });
  const address = new URL('/secur/frontdoor.jsp', org.baseUrl);
  address.searchParams.set('otp', value);
  if (startUrl !== '') {
    address.searchParams.set('startURL', startUrl);
  }
  return jsonAnswer({ frontdoor_uri: address.href });
}

/** The addresses of the org. `custom_domain` is its My Domain; `{version}` is left for the client to fill in. */
function urlsOf({ baseUrl, options: { myDomain }, organizationId }: OrgState, userId: string): Record<string, string> {
  const soap = (api: string): string => `${baseUrl}/services/Soap/${api}/{version}/${organizationId}`;
  return {
    enterprise: soap('c'),
    metadata: soap('m'),
    partner: soap('u'),
    rest: `${baseUrl}/services/data/v{version}/`,
    sobjects: `${baseUrl}/services/data/v{version}/sobjects/`,
    search: `${baseUrl}/services/data/v{version}/search/`,
    query: `${baseUrl}/services/data/v{version}/query/`,
    tooling_rest: `${baseUrl}/services/data/v{version}/tooling/`,
    profile: `${baseUrl}/${userId}`,
    custom_domain: myDomain,
  };
}

function isRelative(address: string): boolean {
  return !/^(?:\/\/|[a-z][a-z\d+.-]*:)|\\/i.test(address);
}

function userOf({ session }: OrgRequest, org: OrgState): Row {
  const user = findRow(org, 'User', { Id: session?.userId ?? '' });
  if (user === undefined) {
    throw new Error('A route that asks for a session was called without one');
  }
  return user;
}
