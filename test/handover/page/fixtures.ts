import type { VerifyCheck } from '../../../plugin/setup/verify/verify-check.ts';
import type { HandOverPageData } from '../../../plugin/handover/page/page-data.ts';
import { frontline } from '../../../plugin/twilio/service-provider.ts';

const REALM_SID = 'JB0123456789abcdef0123456789abcdef';

/** What `sso export` would make a page from. All values are made up. */
export function pageData(differences: Partial<HandOverPageData> = {}): HandOverPageData {
  return {
    handOver: {
      identityProviderIssuer: 'https://acme.my.salesforce.com',
      ssoUrl: 'https://acme.my.salesforce.com/idp/endpoint/HttpRedirect',
      certificate: `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\nBBBB\n-----END CERTIFICATE-----\n`,
      certificateName: 'SalesforceSSO',
      certificateFingerprint: Array<string>(32).fill('AB').join(':'),
      certificateExpires: '2027-11-24T00:00:00.000Z',
      daysUntilExpiry: 364,
      consoleUrl: frontline.consoleUrl,
      realmSid: REALM_SID,
      entityId: frontline.entityId(REALM_SID),
      acsUrl: frontline.acsUrl(REALM_SID),
    },
    serviceProvider: frontline.name,
    orgName: 'ada@acme.example',
    organizationName: 'Acme Wholesale',
    app: { appName: 'Twilio_Frontline', appType: 'auto' },
    organizationId: '00D000000000001EAA',
    warnings: [],
    madeAt: new Date('2026-11-24T12:34:56Z'),
    pluginVersion: '1.2.3',
    ...differences,
  };
}

export const PASSED: VerifyCheck = {
  group: 'setup',
  id: 'setup.app',
  status: 'pass',
  title: 'App exists',
  expected: 'Twilio_Frontline',
  actual: 'Twilio Frontline',
};

export const FAILED: VerifyCheck = {
  group: 'response',
  id: 'ass.roles',
  status: 'fail',
  title: 'Role has the expected value',
  expected: 'roles = agent',
  actual: 'roles = Agent',
  hint: 'Case matters.',
  fix: 'Spell it agent.',
};
