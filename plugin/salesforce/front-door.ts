import type { Connection } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { sendHttp } from './http.ts';
import { withoutTrailingSlash } from './my-domain.ts';

/**
 * A single-use address that signs a browser in with the session of a connection (Salesforce Help,
 * "frontdoor_singleaccess"). It is a credential: never print it.
 *
 * @param path where the browser is sent afterwards, relative to the org, beginning with one slash.
 * @throws FrontDoorRefused: the token lacks the scope `web`, or the user may use the API alone.
 */
export async function openFrontDoor(connection: Connection, path: string): Promise<string> {
  // The front door answers an expired token with 403, which refreshes nothing (seen in the CLI's own library); a
  // plain read before it does.
  await connection.request(`/services/data/v${connection.getApiVersion()}`);
  const base = withoutTrailingSlash(connection.instanceUrl);
  const answer = await sendHttp({
    method: 'GET',
    url: `${base}/services/oauth2/singleaccess?redirect_uri=${encodeURIComponent(path)}`,
    headers: { Authorization: `Bearer ${connection.accessToken ?? ''}` },
  });
  const address = answer.statusCode === 200 ? frontDoorIn(answer.body) : undefined;
  if (address === undefined || new URL(address).origin !== new URL(base).origin) {
    throw setupError('FrontDoorRefused', { tokens: [answer.statusCode] });
  }
  return address;
}

function frontDoorIn(body: string): string | undefined {
  try {
    const { frontdoor_uri: address } = JSON.parse(body) as { frontdoor_uri?: unknown };
    return typeof address === 'string' && URL.canParse(address) ? address : undefined;
  } catch {
    return undefined;
  }
}
