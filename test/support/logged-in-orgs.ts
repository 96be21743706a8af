import { StateAggregator } from '@salesforce/core';
import type { EmulatedOrg } from '../org/emulated-org.ts';

/** What a login has besides the org's own access token, or instead of it. By default, the username is made from the alias. */
type Login = { username?: string; accessToken?: string; refreshToken?: string; clientId?: string };

/** Logs the Salesforce libraries of this process in to an emulated org, as `sf org login --alias` would. */
export async function logIn(org: EmulatedOrg, alias: string, login: Login = {}): Promise<void> {
  const username = login.username ?? `${alias}@example.test`;
  const { orgs, aliases } = await StateAggregator.getInstance();
  const { organizationId: orgId } = org.state;
  orgs.set(username, { accessToken: org.token, instanceUrl: org.url, loginUrl: org.url, orgId, ...login, username });
  await orgs.write(username);
  await aliases.setAndSave(alias, username);
}
