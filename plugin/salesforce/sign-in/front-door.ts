import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { networkCode, sendHttp, type HttpAnswer } from '../../http/http.ts';
import { withoutTrailingSlash } from '../org/my-domain.ts';
import { isOfSameOrg } from './org-hosts.ts';

const FRONT_DOOR = '/services/oauth2/singleaccess';

/** Milliseconds. */
const TIME_LIMIT = 20_000;

/** Status codes of an org that opens no front door to this login. All others come from a fault. */
const REFUSALS = [401, 403, 404];

/** Those that an expired session gets too. The front door answers 403 to it (seen in the CLI's own library). */
const WITHOUT_SESSION = [401, 403];

/**
 * A single-use address that signs a browser in with the session of a connection (Salesforce Help,
 * "frontdoor_singleaccess"). It is a credential: never print it.
 *
 * @param path the page that the browser opens afterwards, relative to the org, beginning with one slash.
 * @throws FrontDoorRefused: the token does not have the scope `web`, or the user may use only the API;
 *   FrontDoorElsewhere; OrgUnreachable, OrgAnswerUnexpected.
 */
export async function openFrontDoor(connection: Connection, path: string): Promise<string> {
  const base = new URL(withoutTrailingSlash(connection.instanceUrl));
  const first = await askInSession(connection, base, path);
  // The session can have ended since the read before it.
  const { statusCode, body } = WITHOUT_SESSION.includes(first.statusCode)
    ? await askInSession(connection, base, path)
    : first;
  if (REFUSALS.includes(statusCode)) {
    throw setupError('FrontDoorRefused', { tokens: [statusCode] });
  }
  const address = statusCode === 200 ? addressIn(body) : undefined;
  if (address === undefined) {
    throw setupError('OrgAnswerUnexpected', { tokens: [base.host, 'no front door', statusCode, FRONT_DOOR] });
  }
  if (!isOfSameOrg(address, base)) {
    throw setupError('FrontDoorElsewhere', { tokens: [address.origin], actionTokens: [address.origin] });
  }
  return address.href;
}

/** Asks after a plain read, which refreshes an expired session. The front door itself would only refuse it. */
async function askInSession(connection: Connection, base: URL, path: string): Promise<HttpAnswer> {
  await connection.request(`/services/data/v${connection.getApiVersion()}`);
  return ask(base, path, connection.accessToken ?? '');
}

async function ask(base: URL, path: string, accessToken: string): Promise<HttpAnswer> {
  try {
    return await sendHttp(
      {
        method: 'GET',
        url: `${base.origin}${FRONT_DOOR}?redirect_uri=${encodeURIComponent(path)}`,
        headers: { Authorization: `Bearer ${accessToken}` },
      },
      { timeLimit: TIME_LIMIT },
    );
  } catch (error) {
    throw setupError('OrgUnreachable', { tokens: [base.host, networkCode(error), FRONT_DOOR] });
  }
}

function addressIn(body: string): URL | undefined {
  try {
    const { frontdoor_uri: address } = JSON.parse(body) as { frontdoor_uri?: unknown };
    return typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  } catch {
    return undefined;
  }
}
