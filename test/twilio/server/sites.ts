import { productRoutes } from '../api/product-routes.ts';
import { usersRoutes } from '../api/users-routes.ts';
import type { Route, Site, TwilioRequest } from './route.ts';
import { receiveRoutes } from '../sign-in/receive.ts';
import { sessionRoutes } from '../sign-in/session.ts';
import { startRoutes } from '../sign-in/start.ts';
import type { Settled } from '../options.ts';

/** Every address that answers. No two sites have a path in common, so that one host can serve them all. */
const ROUTES: readonly Route[] = [...startRoutes, ...sessionRoutes, ...receiveRoutes, ...usersRoutes, ...productRoutes];

/** The host of each site. */
export function hostsOf({ iamUrl, loginUrl }: Settled): Record<Site, string> {
  return {
    iam: new URL(iamUrl).hostname,
    login: new URL(loginUrl).hostname,
    'frontline-api': 'frontline-api.twilio.com',
    'flex-api': 'flex-api.twilio.com',
    conversations: 'conversations.twilio.com',
  };
}

/** The routes that a request can mean by its path: those of the site it names as its host, or of all when it names none. */
export function routesFor({ hostname, path }: TwilioRequest, options: Settled): readonly Route[] {
  const hosts = hostsOf(options);
  const isNamed = Object.values(hosts).includes(hostname);
  return ROUTES.filter((route) => (!isNamed || hosts[route.site] === hostname) && route.path.test(path));
}

/** Whether a site is a REST API: it answers in JSON alone, and wants credentials. */
export function isApi(site: Site): boolean {
  return site !== 'iam' && site !== 'login';
}
