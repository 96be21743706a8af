import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import type { EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, findRows, updateRow } from '../../org/database/rows.ts';
import type { OrgOptions } from '../../org/state.ts';
import { REALM_SID, startDeployedOrg } from '../../support/deployed-org.ts';
import { whoHasAccess } from '../../support/who-has-access.ts';
import { resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

export const EVERYBODY = ['Standard User', 'System Administrator', 'Twilio Frontline Agent'];

/** What a deployment and a list may name as the id of an external client app. Its records have the true one. */
export const ID_ORGS: OrgOptions[] = [
  { deployResultId: 'former', listedId: 'former' },
  { externalClientAppId: 'kept' },
  { deployResultId: 'live', listedId: 'live' },
  { deployResultId: 'former', listedId: 'live' },
  { deployResultId: 'live', listedId: 'former' },
];

/** An org with an external client app, and with access for Standard Users too. */
export async function startWithAccess(options: OrgOptions): Promise<EmulatedOrg> {
  const org = await startDeployedOrg({ identityProvider: 'off', connectedAppCreation: 'blocked', ...options });
  resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
  return org;
}

export function deployIn(org: EmulatedOrg, ...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
  return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
}

export function liveIdOf(org: EmulatedOrg): string {
  return findRow(org.state, 'ExternalClientApplication', {})!.Id;
}

/** The ids that grants name now. */
export function grantedIdsIn(org: EmulatedOrg): string[] {
  return [...new Set(findRows(org.state, 'SetupEntityAccess').map((row) => String(row['SetupEntityId'])))];
}

export async function allWithAccess(org: EmulatedOrg): Promise<string[]> {
  return (await whoHasAccess(org)).sort();
}

/** Puts all grants on another id, as somebody does who believes what a deployment or a list says. */
function moveGrants(org: EmulatedOrg, id: string): void {
  findRows(org.state, 'SetupEntityAccess').forEach((row) => {
    updateRow(org.state, 'SetupEntityAccess', row.Id, { SetupEntityId: id });
  });
}

/** Tests that grants follow an app to its live id, in one kind of org. */
export function describeLiveIdIn(options: OrgOptions): void {
  describe(`the id that grants name, in an org with ${JSON.stringify(options)}`, () => {
    let org: EmulatedOrg;

    beforeEach(async () => {
      org = await startWithAccess(options);
    });

    afterEach(() => org.stop());

    it('is the live one after each deployment, and nobody loses access', async () => {
      for (const email of ['new@example.test', 'newer@example.test']) {
        expect(resultOf(await deployIn(org, '--contact-email', email)).outcome).to.equal('changed');
        expect(grantedIdsIn(org)).to.deep.equal([liveIdOf(org)]);
        expect(await allWithAccess(org)).to.deep.equal(EVERYBODY);
      }
      expect(resultOf(await runCommand(SsoVerify, org))).to.include({ ok: true });
      org.clearLog();
      expect(resultOf(await deployIn(org)).outcome).to.equal('unchanged');
      expect(org.log, 'needs no further request').to.have.length(16);
    });

    it('is the live one for access commands too', async () => {
      resultOf(await deployIn(org, '--contact-email', 'new@example.test'));
      resultOf(await runCommand(AccessAssign, org, '--profile', 'Marketing User'));
      resultOf(await runCommand(AccessRevoke, org, '--profile', 'Standard User', '--no-prompt'));
      expect(grantedIdsIn(org)).to.deep.equal([liveIdOf(org)]);
      expect(await allWithAccess(org)).to.deep.equal(['Marketing User', ...EVERYBODY.slice(1)]);
    });

    if (options.externalClientAppId !== 'kept') {
      for (const [next, flags] of [
        ['the next run', []],
        ['the next run that deploys the app again', ['--contact-email', 'other@example.test']],
      ] as const) {
        it(`is set right by ${next}, if grants were left on the former one`, async () => {
          const former = liveIdOf(org);
          resultOf(await deployIn(org, '--contact-email', 'new@example.test'));
          moveGrants(org, former);
          expect(await allWithAccess(org)).to.deep.equal([]);
          const { changes, outcome } = resultOf(await deployIn(org, ...flags));
          expect(outcome).to.equal('changed');
          const given = changes.filter(({ step, action }) => step === 'access' && action === 'create');
          expect(given.map(({ target }) => target)).to.include('profile Standard User');
          expect(grantedIdsIn(org)).to.deep.equal([liveIdOf(org)]);
          expect(await allWithAccess(org)).to.deep.equal(EVERYBODY);
          expect(resultOf(await deployIn(org)).outcome).to.equal('unchanged');
        });
      }

      it('is not on a former one any more once the app is deleted', async () => {
        const former = liveIdOf(org);
        resultOf(await deployIn(org, '--contact-email', 'new@example.test'));
        moveGrants(org, former);
        resultOf(await runCommand(SsoDelete, org, '--no-prompt'));
        expect(grantedIdsIn(org)).to.deep.equal([]);
      });
    }
  });
}
