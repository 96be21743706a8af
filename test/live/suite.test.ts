import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { connectionTo } from '../support/connection.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { assumptionRows, assumptionTable } from './assumption-table.ts';
import { cleanUp } from './clean-up.ts';
import { commandsIn } from './emulated-runner.ts';
import { openOrg, type OrgUnderTest } from './org-under-test.ts';
import { SITUATIONS } from './suite.ts';

/** An org to try the suite on, and which assumptions hold and fail there. The others are not tried. */
type Flavour = { name: string; start: () => Promise<EmulatedOrg>; holds: string[]; fails: string[] };

const ALWAYS_HOLD = [
  'certificate-with-expiration-date',
  'certificate-4096',
  'tooling-certificate-chain',
  'published-certificate-is-configured',
  'external-client-app-saml',
  'external-client-app-literal-formula',
  'external-client-app-policy-names',
  'external-client-app-developer-name',
  'external-client-app-read-back',
  'external-client-app-id-changes',
  'profile-grant-accepted',
  'event-log-readable',
];

const ORG = (options: OrgOptions) => (): Promise<EmulatedOrg> => startEmulatedOrg(options);

const FLAVOURS: Flavour[] = [
  {
    name: 'a strict org, in Dutch',
    start: ORG({ identityProvider: 'off', language: 'nl_NL' }),
    holds: [
      ...ALWAYS_HOLD,
      'certificate-without-expiration-date',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'certificate-and-settings-together',
      'response-certificate-is-configured',
      'profile-grant-honoured',
      'profile-labels-localised',
    ],
    fails: ['published-while-off', 'app-while-off', 'connected-app-creation', 'external-client-app-policies-made'],
  },
  {
    name: 'an org that behaves the other way round',
    start: ORG({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      certificateRedeploy: 'same-key',
      certificateExpirationDate: 'required',
      certificateAndSettingsTogether: 'refused',
      appWithoutIdentityProvider: 'accepted',
      deletedCertificateRows: 'hidden',
      accessHonoured: 'service-provider',
    }),
    holds: [...ALWAYS_HOLD, 'app-while-off', 'connected-app-creation'],
    fails: [
      'certificate-without-expiration-date',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'certificate-and-settings-together',
      'published-while-off',
      'profile-grant-honoured',
      'external-client-app-policies-made',
    ],
  },
  {
    name: 'an org whose identity provider is in use',
    start: () => startDeployedOrg(),
    holds: [
      ...ALWAYS_HOLD,
      'certificate-without-expiration-date',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'connected-app-creation',
      'response-certificate-is-configured',
      'profile-grant-honoured',
    ],
    fails: ['external-client-app-policies-made'],
  },
];

for (const { name, start, holds, fails } of FLAVOURS) {
  describe(`the suite for live orgs, in ${name}`, () => {
    let emulated: EmulatedOrg;
    let org: OrgUnderTest;
    let found: string[];

    before(async () => {
      emulated = await start();
      found = contentOf(emulated);
      org = await openOrg(await connectionTo(emulated), commandsIn(emulated));
    });

    after(async () => {
      await org.close();
      await emulated.stop();
    });

    for (const { title, run } of SITUATIONS) {
      it(title, () => run(org));
    }

    it('deletes what it made and touches nothing else', async () => {
      expect(await cleanUp(org)).to.deep.equal([]);
      const withoutSettings = (lines: string[]): string[] => lines.filter((line) => !line.startsWith('Identity'));
      expect(withoutSettings(contentOf(emulated))).to.deep.equal(withoutSettings(found));
      const settings = contentOf(emulated).filter((line) => line.startsWith('Identity'));
      expect(settings.join()).to.match(org.found.enabled ? /SelfSignedCert_.*true/s : /enableIdentityProvider>false/);
    });

    it('ends with the table of what this org answered', () => {
      const rows = assumptionRows(org.verdicts);
      const idsWith = (verdict: string): string[] => rows.filter((row) => row.verdict === verdict).map(({ id }) => id);
      expect(idsWith('holds')).to.have.members(holds, assumptionTable(org.verdicts).join('\n'));
      expect(idsWith('fails')).to.have.members(fails);
    });
  });
}

/** Every component of an org with its files, every grant, and every certificate key. The suite must not change them. */
function contentOf({ state }: EmulatedOrg): string[] {
  const components = [...state.components].map(
    ([key, { files }]) => `${key} ${[...files.values()].map((file) => file.toString()).join()}`,
  );
  const keys = [...state.certificateKeys].map(([key, { certificatePem }]) => `key of ${key} ${certificatePem}`);
  const grants = (state.rows.get('SetupEntityAccess') ?? []).map((row) => JSON.stringify(row));
  return [...components, ...keys, ...grants].sort();
}
