import type { Route } from '../server/route.ts';
import { answerAuthorize } from './authorize.ts';
import { answerIdentity, answerSingleAccess, answerUserInfo } from './identity.ts';
import { answerToken } from './token.ts';

/** The OAuth endpoints, and who is signed in. */
export const loginRoutes: Route[] = [
  { method: 'POST', path: /^\/services\/oauth2\/token$/, session: 'none', handle: answerToken },
  { method: 'GET', path: /^\/services\/oauth2\/authorize$/, session: 'none', handle: answerAuthorize },
  { method: 'GET', path: /^\/services\/oauth2\/userinfo$/, session: 'identity', handle: answerUserInfo },
  { method: 'POST', path: /^\/services\/oauth2\/userinfo$/, session: 'identity', handle: answerUserInfo },
  { method: 'GET', path: /^\/services\/oauth2\/singleaccess$/, session: 'identity', handle: answerSingleAccess },
  { method: 'POST', path: /^\/services\/oauth2\/singleaccess$/, session: 'identity', handle: answerSingleAccess },
  { method: 'GET', path: /^\/id\/[^/]+\/[^/]+$/, session: 'identity', handle: answerIdentity },
];
