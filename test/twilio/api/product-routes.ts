import type { TwilioAccount } from '../options.ts';
import type { Route, TwilioAnswer, TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { notFound } from '../twilio-error.ts';
import { jsonAnswer } from './json-answer.ts';

const SERVICES = 'https://conversations.twilio.com/v1/Services';

/** What tells the two products apart: a Flex account has a configuration, a Frontline account a service of its name. */
export const productRoutes: readonly Route[] = [
  { site: 'flex-api', method: 'GET', path: /^\/v1\/Configuration$/, handle: readConfiguration },
  { site: 'conversations', method: 'GET', path: /^\/v1\/Services$/, handle: listServices },
];

function readConfiguration({ path }: TwilioRequest, { options: { account } }: TwilioState): TwilioAnswer {
  if (account.product !== 'flex') {
    throw notFound(path);
  }
  return jsonAnswer({ account_sid: account.sid, status: 'ok', runtime_domain: account.runtimeDomain });
}

function listServices(_request: TwilioRequest, { options: { account } }: TwilioState): TwilioAnswer {
  const page = `${SERVICES}?PageSize=50&Page=0`;
  const meta = { page: 0, page_size: 50, first_page_url: page, previous_page_url: null, url: page };
  return jsonAnswer({ services: servicesOf(account), meta: { ...meta, next_page_url: null, key: 'services' } });
}

/** A Frontline account holds a service of this name (seen); what a Flex account holds is left out. */
function servicesOf({ sid: accountSid, product }: TwilioAccount): object[] {
  const sid = `IS${accountSid.slice(2)}`;
  return product === 'frontline'
    ? [{ sid, account_sid: accountSid, friendly_name: 'Frontline Service', url: `${SERVICES}/${sid}` }]
    : [];
}
