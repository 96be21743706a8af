import SsoDeploy, { type SsoDeployResult } from '../../plugin/commands/frontline/sso/deploy.ts';
import type { HandOverPageData } from '../../plugin/handover/page/page-data.ts';
import { pageData } from '../../test/handover/page/fixtures.ts';
import { startEmulatedOrg } from '../../test/org/emulated-org.ts';
import type { OrgOptions } from '../../test/org/state.ts';
import { resultOf, runCommand } from '../../test/support/run-command.ts';

/** Every state of a page. The blocked ones: by the sign-in test, by the values themselves, and in a rotation. */
export const PAGE_STATES = [
  'ready',
  'not-proven',
  'untested',
  'blocked',
  'expired',
  'no-realm-sid',
  'rotation',
  'rotation-blocked',
] as const;

export type PageState = (typeof PAGE_STATES)[number];

const DOMAIN = 'https://acme-wholesale-emea--integration.sandbox.my.salesforce.com';

/**
 * The data of a page in every state, with the certificate and the sign-in tests of emulated orgs, and with names as long
 * as those of sandboxes.
 */
export async function pageStates(): Promise<Record<PageState, HandOverPageData>> {
  const proven = await deployed({});
  const notProven = await deployed({ loginInterruption: 'mfa' });
  const refuted = await deployed({ responseFault: 'no-roles' });
  const handOver = {
    ...proven.handOff!,
    identityProviderIssuer: DOMAIN,
    ssoUrl: `${DOMAIN}/idp/endpoint/HttpRedirect`,
  };
  const expired = { ...handOver, daysUntilExpiry: -3, certificateExpires: '2026-11-21T00:00:00.000Z' };
  const replaces = 'SelfSignedCert_30Apr2026_063119';
  const base = {
    handOver,
    organizationName: 'Acme Wholesale EMEA',
    orgName: 'integration.administrator@acme-wholesale.example.integration',
  };
  const states = {
    ready: { ...base, verification: proven.verification! },
    'not-proven': { ...base, verification: notProven.verification! },
    untested: { ...base, warnings: ['Nobody has access yet. Give it: sf frontline access assign --target-org acme'] },
    blocked: { ...base, verification: refuted.verification! },
    expired: { ...base, handOver: expired },
    'no-realm-sid': { ...base, handOver: { ...handOver, realmSid: '', entityId: 'https://example.com' } },
    rotation: { ...base, replaces },
    'rotation-blocked': { ...base, replaces, handOver: expired },
  } satisfies Record<PageState, Partial<HandOverPageData>>;
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, pageData(state)])) as Record<
    PageState,
    HandOverPageData
  >;
}

async function deployed(options: OrgOptions): Promise<SsoDeployResult> {
  const org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed', ...options });
  try {
    const realmSid = 'JB0123456789abcdef0123456789abcdef';
    return resultOf(await runCommand(SsoDeploy, org, '--realm-sid', realmSid, '--verify'));
  } finally {
    await org.stop();
  }
}
