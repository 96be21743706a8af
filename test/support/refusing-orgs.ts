import { expect } from 'chai';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import type { OrgOptions } from '../org/state.ts';
import { REALM_SID } from './deployed-org.ts';
import { certificatesIn, signingCertificate } from './rotation.ts';
import { resultOf, runCommand } from './run-command.ts';

/** What an org may refuse of a deploy, option by option. What is not certain of the platform is tried in every way. */
const WAYS = {
  connectedAppCreation: ['allowed', 'blocked'],
  certificateExpirationDate: ['optional', 'refused'],
  certificateAndSettingsTogether: ['accepted', 'refused'],
  appWithoutIdentityProvider: ['accepted', 'with-settings', 'refused'],
  rolledBackCertificate: ['gone', 'stays'],
  identityProvider: ['off', 'none', 'expired'],
} satisfies { [Name in keyof OrgOptions]?: Array<OrgOptions[Name]> };

const WORDINGS = ['usual', 'other'] as const;

/** Every combination of what orgs may refuse. */
export function everyRefusal(): OrgOptions[] {
  return Object.entries(WAYS).reduce<OrgOptions[]>(
    (found, [name, values]) => found.flatMap((options) => values.map((value) => ({ ...options, [name]: value }))),
    [{}],
  );
}

/** Some combinations that have every value of every option, and every pair of values that follow each other. */
export function someRefusals(): OrgOptions[] {
  return everyRefusal().filter((_, index) => index % 13 === 0);
}

/**
 * Deploys in an org that refuses something, in both wordings: with the same requests, to the same setup, and with no
 * certificate deployed twice.
 */
export async function deployRefused(options: OrgOptions): Promise<void> {
  const what = JSON.stringify(options);
  const sent: string[][] = [];
  for (const refusalWording of WORDINGS) {
    const org = await startEmulatedOrg({ ...options, refusalWording });
    try {
      sent.push(await deployedIn(org, `${what}, words: ${refusalWording}`));
    } finally {
      await org.stop();
    }
  }
  expect(sent[0], what).to.deep.equal(sent[1]);
}

/** @returns the deployments that were sent, each by its validity. */
async function deployedIn(org: EmulatedOrg, what: string): Promise<string[]> {
  const run = await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID);
  const { outcome, handOff } = resultOf(run);
  expect(outcome, what).to.equal('changed');
  const inUse = signingCertificate(org) ?? '';
  expect(handOff, what).to.include({ certificateName: inUse, certificate: certificatesIn(org)[inUse] });
  // The key that was made first is the one that signs, also if its deployment was rolled back and it stayed.
  expect(run.stderr, what).not.to.contain('was there already when it was deployed');
  expect(resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID)).outcome, what).to.equal('unchanged');
  return (
    org.state.rows.get('DeployRequest')?.map(({ Status, CheckOnly }) => `${String(Status)} ${String(CheckOnly)}`) ?? []
  );
}
