import { AuthInfo, Connection } from '@salesforce/core';
import { setClock } from '../../plugin/http/clock.ts';
import { SHIPPED_SOURCE } from '../../plugin/salesforce/source/metadata-source.ts';
import { waitAtMost } from '../../plugin/salesforce/api/login.ts';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import type { SetupRequest } from '../../plugin/setup/deploy/deploy-sso.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { instantClock } from './instant-clock.ts';

/**
 * A connection of the administrator to an emulated org, as the commands make it, but its waits take no time.
 *
 * @param wait the value of `--wait`, in milliseconds. Without it, there is no limit.
 */
export async function connectionTo(org: Pick<EmulatedOrg, 'url' | 'token'>, wait?: number): Promise<Connection> {
  process.env['SF_ORG_INSTANCE_URL'] = org.url;
  installTransport();
  setClock(instantClock());
  const connection = await Connection.create({ authInfo: await AuthInfo.create({ username: org.token }) });
  if (wait !== undefined) {
    waitAtMost(connection, wait);
  }
  return connection;
}

/** The request of `sso deploy` with a Realm SID and no other flag. */
export function freshRequest(): SetupRequest {
  return {
    sourceDirectory: SHIPPED_SOURCE,
    settings: {
      serviceProvider: frontline,
      realmSid: 'JB0123456789abcdef0123456789abcdef',
      replaceCertificate: false,
      appType: 'auto',
      attributes: {},
    },
  };
}
