import { setupError } from '../errors.ts';
import { readTwilio, type TwilioApi } from './api.ts';

/** Twilio's record of a Frontline user. Everybody who has signed in once has one (twilio-oai, `frontline.v1.user`). */
export type FrontlineUser = {
  sid: string;
  /** The NameID of the sign-in; case-sensitive. */
  identity: string;
  /** `active` or `deactivated`, as Twilio says it. */
  state: string;
};

/** Which of the two products the account has. An account can have only one. */
export type TwilioAccount =
  | { kind: 'flex'; accountSid: string; runtimeDomain: string }
  | { kind: 'frontline'; accountSid: string }
  | { kind: 'neither' };

/** What Twilio says about a person who will use Frontline. */
export type FrontlineStanding = { account: TwilioAccount; user: FrontlineUser | undefined };

/** The name of the conversation service that creating a Frontline service makes (seen in public scripts). */
const SERVICE_NAME = 'Frontline Service';

/** How many pages of services are read. A page has up to 100 services. */
const PAGES = 10;

/**
 * Reads account and user at the same time.
 *
 * @param identity the NameID of the user, or the SID of the User resource.
 * @throws TwilioCredentialsRefused, TwilioUnavailable.
 */
export async function readStanding(api: TwilioApi, identity: string): Promise<FrontlineStanding> {
  const [account, user] = await Promise.all([readAccount(api), readUser(api, identity)]);
  return { account, user };
}

async function readUser(api: TwilioApi, identity: string): Promise<FrontlineUser | undefined> {
  const body = await readTwilio(api, 'frontline', `/v1/Users/${encodeURIComponent(identity)}`);
  if (body === undefined) {
    return undefined;
  }
  const user = { sid: textIn(body, 'sid'), identity: textIn(body, 'identity'), state: textIn(body, 'state') };
  if (user.identity !== identity && user.sid !== identity) {
    throw setupError('TwilioUnavailable', { tokens: ['the Frontline API', 'a user who was not asked for'] });
  }
  return user;
}

/** A Flex account has a configuration. It is inferred that an account without Flex answers 404. */
async function readAccount(api: TwilioApi): Promise<TwilioAccount> {
  const [flex, service] = await Promise.all([readTwilio(api, 'flex', '/v1/Configuration'), findService(api)]);
  if (flex !== undefined) {
    return { kind: 'flex', accountSid: textIn(flex, 'account_sid'), runtimeDomain: textIn(flex, 'runtime_domain') };
  }
  return service === undefined
    ? { kind: 'neither' }
    : { kind: 'frontline', accountSid: textIn(service, 'account_sid') };
}

async function findService(api: TwilioApi): Promise<Record<string, unknown> | undefined> {
  let path: string | undefined = '/v1/Services?PageSize=100';
  for (let page = 0; page < PAGES && path !== undefined; page++) {
    const body: Record<string, unknown> = (await readTwilio(api, 'conversations', path)) ?? {};
    const services = Array.isArray(body['services']) ? (body['services'] as Array<Record<string, unknown>>) : [];
    const found = services.find((service) => service['friendly_name'] === SERVICE_NAME);
    if (found !== undefined) {
      return found;
    }
    path = pathOf((body['meta'] as Record<string, unknown> | undefined)?.['next_page_url']);
  }
  return undefined;
}

/** Path and query of the next page. Its host is left out, so that an answer cannot lead the credentials elsewhere. */
function pathOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) {
    return undefined;
  }
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function textIn(body: Record<string, unknown>, key: string): string {
  const value = body[key];
  return typeof value === 'string' ? value : '';
}
