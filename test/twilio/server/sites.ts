import { productRoutes } from '../api/product-routes.ts';
import { usersRoutes } from '../api/users-routes.ts';
import { appRoutes } from '../flex/app.ts';
import { configRoutes } from '../flex/config-routes.ts';
import { flexReceiveRoutes } from '../flex/receive.ts';
import { flexStartRoutes } from '../flex/start.ts';
import type { Settled, TwilioAccount } from '../options.ts';
import { receiveRoutes } from '../sign-in/receive.ts';
import { sessionRoutes } from '../sign-in/session.ts';
import { startRoutes } from '../sign-in/start.ts';
import type { Route, Site, TwilioRequest } from './route.ts';

/** Every address that answers. No two sites of an account have a path in common, so that one host can serve them all. */
const ROUTES: readonly Route[] = [
  ...startRoutes,
  ...sessionRoutes,
  ...receiveRoutes,
  ...flexStartRoutes,
  ...flexReceiveRoutes,
  ...appRoutes,
  ...configRoutes,
  ...usersRoutes,
  ...productRoutes,
];

/** A page or redirect for a browser, JSON for whoever asks, or JSON for credentials. */
type Kind = 'browser' | 'public API' | 'API';

type SiteFacts = {
  host: (options: Settled) => string;
  kind: Kind;
  /** The only product of which an account has it; undefined for what every account has. */
  product?: TwilioAccount['product'];
};

const SITES: Record<Site, SiteFacts> = {
  iam: { host: ({ iamUrl }) => new URL(iamUrl).hostname, kind: 'browser', product: 'frontline' },
  login: { host: ({ loginUrl }) => new URL(loginUrl).hostname, kind: 'browser', product: 'frontline' },
  'flex-authorize': { host: () => 'services.twilio.com', kind: 'browser', product: 'flex' },
  'flex-login': { host: () => 'login.flex.us1.twilio.com', kind: 'browser', product: 'flex' },
  flex: { host: () => 'flex.twilio.com', kind: 'browser', product: 'flex' },
  'flex-config': { host: () => 'services.twilio.com', kind: 'public API' },
  'frontline-api': { host: () => 'frontline-api.twilio.com', kind: 'API' },
  'flex-api': { host: () => 'flex-api.twilio.com', kind: 'API' },
  conversations: { host: () => 'conversations.twilio.com', kind: 'API' },
};

/** The hosts that an account needs, each once. Frontline and Flex exclude each other within one. */
export function hostsOf(options: Settled): string[] {
  const hosts = Object.values(SITES)
    .filter(({ product }) => product === undefined || product === options.account.product)
    .map(({ host }) => host(options));
  return [...new Set(hosts)];
}

/** The routes that a request can mean by its path: those of the host it names, or of all when it names none of them. */
export function routesFor({ hostname, path }: TwilioRequest, options: Settled): readonly Route[] {
  const isNamed = Object.values(SITES).some(({ host }) => host(options) === hostname);
  return ROUTES.filter(({ site, path: pattern }) => {
    const { host, product } = SITES[site];
    const isThere = product === undefined || product === options.account.product;
    return isThere && (!isNamed || host(options) === hostname) && pattern.test(path);
  });
}

/** Whether a site answers in JSON alone. */
export function isApi(site: Site): boolean {
  return SITES[site].kind !== 'browser';
}

export function wantsCredentials(site: Site): boolean {
  return SITES[site].kind === 'API';
}
