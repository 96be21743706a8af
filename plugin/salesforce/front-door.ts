import type { Connection } from '@salesforce/core';
import { networkCode, sendHttp, type HttpAnswer } from './http.ts';
import { withoutTrailingSlash } from './my-domain.ts';

/**
 * What the org answers to the wish for a browser session. `address` is a credential: never print it. `refused` is a
 * login without the scope `web`, or a user who may use the API alone.
 */
export type FrontDoor =
  | { outcome: 'open'; address: string }
  | { outcome: 'refused'; status: number }
  | { outcome: 'other-origin'; origin: string }
  | { outcome: 'unreachable'; code: string; path: string };

const PATH = '/services/oauth2/singleaccess';

/**
 * Asks for a single-use address that signs a browser in with the session of a connection (Salesforce Help,
 * "frontdoor_singleaccess").
 *
 * @param path where the browser is sent afterwards, relative to the org, beginning with one slash.
 * @throws what a plain request of the connection throws, for example for a session that has expired.
 */
export async function openFrontDoor(connection: Connection, path: string): Promise<FrontDoor> {
  // The front door answers an expired token with 403, which refreshes nothing (seen in the CLI's own library); a
  // plain read before it does.
  await connection.request(`/services/data/v${connection.getApiVersion()}`);
  const base = withoutTrailingSlash(connection.instanceUrl);
  try {
    const answer = await sendHttp({
      method: 'GET',
      url: `${base}${PATH}?redirect_uri=${encodeURIComponent(path)}`,
      headers: { Authorization: `Bearer ${connection.accessToken ?? ''}` },
    });
    return frontDoorIn(answer, new URL(base).origin);
  } catch (error) {
    return { outcome: 'unreachable', code: networkCode(error), path: PATH };
  }
}

/** Cookies and the session stay on the origin of the login, so that a door to another one is none to go through. */
function frontDoorIn({ statusCode, body }: HttpAnswer, origin: string): FrontDoor {
  const address = statusCode === 200 ? addressIn(body) : undefined;
  if (address === undefined) {
    return { outcome: 'refused', status: statusCode };
  }
  return address.origin === origin
    ? { outcome: 'open', address: address.href }
    : { outcome: 'other-origin', origin: address.origin };
}

function addressIn(body: string): URL | undefined {
  try {
    const { frontdoor_uri: address } = JSON.parse(body) as { frontdoor_uri?: unknown };
    return typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  } catch {
    return undefined;
  }
}
