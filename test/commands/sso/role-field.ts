import { expect } from 'chai';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg } from '../../org/emulated-org.ts';
import type { OrgOptions } from '../../org/state.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

export const FIELD = 'User.Twilio_Frontline_Role__c';
export const REFERENCE = '$User.Twilio_Frontline_Role__c';

/** Orgs in which the role must come from a field, by what differs from an ordinary one. */
export const ROLE_FIELD_ORGS: OrgOptions[] = [
  { refusalWording: 'other' },
  { literalInExternalClientApp: 'dropped' },
  {},
  { identityProvider: 'off' },
  { identityProvider: 'off', refusalWording: 'other' },
  { identityProvider: 'off', appWithoutIdentityProvider: 'accepted' },
  { identityProvider: 'expired', certificateAndSettingsTogether: 'refused', refusalWording: 'other' },
  { literalInExternalClientApp: 'dropped', identityProvider: 'off', externalClientAppId: 'kept' },
];

/** A test that a deploy makes the field, and that the sign-in proves it. */
export function itComesFromAField(options: OrgOptions): void {
  it(`comes from a field of User, and the sign-in proves it, in an org with ${JSON.stringify(options)}`, async () => {
    const org = await startEmulatedOrg({ identityProvider: 'on', literalInExternalClientApp: 'refused', ...options });
    const deploy = (...flags: string[]): Promise<CommandRun<SsoDeployResult>> =>
      runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
    try {
      const run = await deploy('--verify');
      const { changes, verification } = resultOf(run);
      expect(changes.find(({ step }) => step === 'user-field')).to.deep.include({
        action: 'create',
        target: FIELD,
        differences: [{ field: 'formula', to: '"agent"' }],
      });
      expect(run.stderr + run.stdout).to.contain(`+ field of User        ${FIELD}`);
      const policies = org.state.components.get('ExtlClntAppSamlConfigurablePolicies:Twilio_Frontline_samlPlcy');
      const text = [...(policies?.files.values() ?? [])].map((file) => file.toString('utf8')).join();
      expect(text).to.contain(`<formula>${REFERENCE}</formula>`);
      expect(verification?.checks.find(({ id }) => id === 'ass.roles')).to.include({ status: 'pass' });
      expect(verification?.checks.find(({ id }) => id === 'setup.roles')).to.include({ status: 'pass' });
      expect(verification?.ok).to.equal(true);
      const again = resultOf(await deploy());
      expect([again.outcome, again.changes.find(({ step }) => step === 'user-field')?.action]).to.deep.equal([
        'unchanged',
        'keep',
      ]);
    } finally {
      await org.stop();
    }
  });
}
