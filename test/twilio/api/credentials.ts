import type { TwilioRequest } from '../server/route.ts';
import type { TwilioState } from '../state.ts';
import { TwilioError } from '../twilio-error.ts';

/**
 * Lets a request in whose Basic authentication names the account with its Auth Token, or an API key with its secret.
 *
 * @throws TwilioError 20003 for unknown credentials (text seen), 70051 for a key without permissions (text seen).
 */
export function checkCredentials({ headers }: TwilioRequest, { options: { account } }: TwilioState): void {
  const [username, password] = basicCredentials(headers.authorization ?? '');
  if (username === account.sid && password === account.authToken) {
    return;
  }
  const key = account.apiKeys.find(({ sid, secret }) => sid === username && secret === password);
  if (key === undefined) {
    throw new TwilioError(20003, 'Authenticate');
  }
  if (key.restricted === true) {
    throw new TwilioError(70051, "Authorization Error: actor doesn't have any assertions");
  }
}

function basicCredentials(authorization: string): [username: string, password: string] {
  const base64 = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  const [, username = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(base64, 'base64').toString('utf8')) ?? [];
  return [username, password];
}
