import { expect } from 'chai';
import { clock } from '../../plugin/http/clock.ts';
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
  'external-client-app-field-formula',
  'external-client-app-policy-names',
  'external-client-app-developer-name',
  'external-client-app-read-back',
  'profile-grant-accepted',
];

/** What holds of a sign-in that ends with a response. */
const IN_A_RESPONSE = [
  'response-certificate-is-configured',
  'profile-grant-honoured',
  'new-app-known-at-once',
  'front-door-without-second-factor',
  'event-log-readable',
];

const ORG = (options: OrgOptions) => (): Promise<EmulatedOrg> => startEmulatedOrg(options);

export const FLAVOURS: Flavour[] = [
  {
    name: 'a strict org, in Dutch',
    start: ORG({ identityProvider: 'off', appWithoutIdentityProvider: 'with-settings', language: 'nl_NL' }),
    holds: [
      ...ALWAYS_HOLD,
      ...IN_A_RESPONSE,
      'certificate-without-expiration-date',
      'certificate-readable-at-once',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'certificate-and-settings-together',
      'setup-in-one-deployment',
      'external-client-app-literal-formula',
      'external-client-app-id-changes',
      'external-client-app-deployed-id',
      'external-client-app-listed-id',
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
      certificateReadableAfter: 5000,
      appWithoutIdentityProvider: 'accepted',
      deletedCertificateRows: 'hidden',
      accessHonoured: 'service-provider',
      literalInExternalClientApp: 'refused',
      deployResultId: 'former',
      listedId: 'former',
      clock: () => new Date(clock().now()),
    }),
    holds: [
      ...ALWAYS_HOLD,
      'app-while-off',
      'connected-app-creation',
      'external-client-app-id-changes',
      'event-log-readable',
    ],
    fails: [
      'certificate-without-expiration-date',
      'certificate-readable-at-once',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'certificate-and-settings-together',
      'setup-in-one-deployment',
      'published-while-off',
      'profile-grant-honoured',
      'external-client-app-policies-made',
      'external-client-app-literal-formula',
      'external-client-app-deployed-id',
      'external-client-app-listed-id',
    ],
  },
  {
    name: 'an org whose identity provider is in use',
    start: () => startDeployedOrg({ externalClientAppId: 'kept' }),
    holds: [
      ...ALWAYS_HOLD,
      ...IN_A_RESPONSE,
      'certificate-without-expiration-date',
      'certificate-readable-at-once',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'connected-app-creation',
      'external-client-app-literal-formula',
      'external-client-app-deployed-id',
      'external-client-app-listed-id',
    ],
    fails: ['external-client-app-policies-made', 'external-client-app-id-changes'],
  },
  {
    name: 'an ordinary org that takes its time and no literal',
    start: ORG({
      identityProvider: 'on',
      newAppKnownAfter: 600_000,
      literalInExternalClientApp: 'refused',
      clock: () => new Date(clock().now()),
    }),
    holds: [
      ...ALWAYS_HOLD,
      ...IN_A_RESPONSE.filter((id) => id !== 'new-app-known-at-once'),
      'role-field-in-response',
      'certificate-without-expiration-date',
      'certificate-readable-at-once',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'external-client-app-id-changes',
      'external-client-app-deployed-id',
      'external-client-app-listed-id',
    ],
    fails: [
      'connected-app-creation',
      'external-client-app-literal-formula',
      'external-client-app-policies-made',
      'new-app-known-at-once',
    ],
  },
  {
    name: 'an org that asks for a second factor',
    start: ORG({ identityProvider: 'on', loginInterruption: 'mfa' }),
    holds: [
      ...ALWAYS_HOLD,
      'certificate-without-expiration-date',
      'certificate-readable-at-once',
      'certificate-redeploy-renews',
      'deleted-certificates-in-tooling',
      'external-client-app-literal-formula',
      'external-client-app-id-changes',
      'external-client-app-deployed-id',
      'external-client-app-listed-id',
    ],
    fails: [
      'connected-app-creation',
      'external-client-app-policies-made',
      'front-door-without-second-factor',
      'event-log-readable',
    ],
  },
];

/** Tries the whole suite in an org. */
export function describeSuiteIn({ name, start, holds, fails }: Flavour): void {
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
