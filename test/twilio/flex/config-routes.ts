import { jsonAnswer } from '../api/json-answer.ts';
import type { Route, TwilioAnswer, TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { notFound, TwilioError } from '../twilio-error.ts';

/** An entry of the list, in the words of Twilio's guide for self-hosted Flex. */
type ConfigEntry = {
  account_sid: string;
  instance_sid: string;
  /** The SID of the single sign-on profile. */
  connection_name: string;
  client_id: string;
  active: boolean;
  app_type: string;
};

/** The public configuration of an account, which wants no credentials. */
export const configRoutes: readonly Route[] = [
  { site: 'flex-config', method: 'GET', path: /^\/v1\/Flex\/Authentication\/Config$/, handle: readConfig },
];

function readConfig({ query, path }: TwilioRequest, twilio: TwilioState): TwilioAnswer {
  const { account, switches } = twilio.options;
  if (account.product === 'flex' && query.get('AccountSid') === account.sid) {
    return jsonAnswer({ config_list: listedEntries(twilio).filter((entry) => isMeant(entry, query, twilio)) });
  }
  switch (switches.unknownAccountStatus) {
    case 200:
      return jsonAnswer({ config_list: [] });
    case 400:
      throw new TwilioError(70002, 'AccountSid is invalid');
    case 404:
      throw notFound(path);
  }
}

/** Other profiles come first, so that a reader who takes the first one takes a wrong one. */
function listedEntries({ options, flex }: TwilioState): ConfigEntry[] {
  const { ssoProfileSid, otherProfiles, switches } = options;
  const isListed = flex.settings !== undefined || switches.unsavedProfile !== 'left-out';
  const active = flex.settings !== undefined || switches.unsavedProfile === 'active';
  const profiles = [...otherProfiles, ...(isListed ? [{ ssoProfileSid, active }] : [])];
  return profiles.map((profile) => ({
    account_sid: options.account.sid,
    instance_sid: flex.instanceSid,
    connection_name: profile.ssoProfileSid,
    client_id: flex.clientId,
    active: profile.active,
    app_type: 'SinglePageApp',
  }));
}

/** The optional parameters narrow the list (Twilio's guide has their names; what they do is inferred). */
function isMeant(entry: ConfigEntry, query: URLSearchParams, { options }: TwilioState): boolean {
  const values = {
    FlexInstanceSid: entry.instance_sid,
    SSOProfileSid: entry.connection_name,
    AppType: entry.app_type,
    RuntimeDomain: `${options.account.runtimeDomain}.twil.io`,
  };
  return Object.entries(values).every(([name, value]) => (query.get(name) ?? value) === value);
}
