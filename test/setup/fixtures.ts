import { readSetupSource, SHIPPED_SOURCE, type SetupSource } from '../../plugin/salesforce/source/metadata-source.ts';
import type { Principal } from '../../plugin/salesforce/org/access.ts';
import type { ActualSetup } from '../../plugin/setup/inspect/actual-setup.ts';
import type { PlanInput } from '../../plugin/setup/plan/plan.ts';
import type { SsoSettings } from '../../plugin/setup/settings/settings.ts';
import { frontline } from '../../plugin/twilio/service-provider.ts';

/** Values that stand for a customer's own; all of them are made up. */
export const REALM_SID = 'JB0123456789abcdef0123456789abcdef';
export const MY_DOMAIN = 'https://acme.my.salesforce.com';
export const NOW = new Date('2026-11-24T12:00:00Z');

export function shippedSource(): Promise<SetupSource> {
  return readSetupSource(SHIPPED_SOURCE, (entityId) => frontline.realmSidOf(entityId) !== undefined);
}

export const administrators: Principal = {
  kind: 'profile',
  permissionSetId: '0PS000000000001AAA',
  name: 'System Administrator',
  label: 'System Administrator',
  profileId: '00e000000000001AAA',
};

export const standardUsers: Principal = {
  kind: 'profile',
  permissionSetId: '0PS000000000002AAA',
  name: 'Standard User',
  label: 'Standard User',
  profileId: '00e000000000002AAA',
};

export const agents: Principal = {
  kind: 'permission-set',
  permissionSetId: '0PS000000000003AAA',
  name: 'Twilio_Frontline_Agent',
  label: 'Twilio Frontline Agent',
};

/** An org in which nothing was set up yet. */
export function freshOrg(differences: Partial<ActualSetup> = {}): ActualSetup {
  return {
    myDomain: MY_DOMAIN,
    runningUser: { email: 'ada@acme.example', username: 'ada@acme.example' },
    identityProvider: { enabled: false },
    certificateNames: [],
    certificates: [],
    principals: [administrators, standardUsers],
    profileIds: new Map([
      ['Admin', '00e000000000001AAA'],
      ['Standard', '00e000000000002AAA'],
    ]),
    grants: [],
    serviceProviders: [],
    ...differences,
  };
}

export function settings(differences: Partial<SsoSettings> = {}): SsoSettings {
  return {
    serviceProvider: frontline,
    realmSid: REALM_SID,
    replaceCertificate: false,
    appType: 'auto',
    attributes: {},
    ...differences,
  };
}

export async function planInput(differences: Partial<PlanInput> = {}): Promise<PlanInput> {
  return {
    settings: settings(),
    source: await shippedSource(),
    actual: freshOrg(),
    newApp: 'connected-app',
    now: NOW,
    ...differences,
  };
}
