import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import AccessList from '../../../plugin/commands/frontline/access/list.ts';
import AccessRevoke from '../../../plugin/commands/frontline/access/revoke.ts';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { findRow, insertRow } from '../../org/database/rows.ts';
import { addProfile } from '../../org/seed/access.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { whoHasAccess } from '../../support/who-has-access.ts';
import { errorOf, resultOf, runCommand } from '../../support/run-command.ts';

describe('access', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed', customProfiles: 3 });
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, '--profile', 'Admin'));
  });

  afterEach(() => org.stop());

  async function labels(): Promise<string[]> {
    return whoHasAccess(org);
  }

  it('is listed as the org has it', async () => {
    expect(await labels()).to.deep.equal(['System Administrator']);
  });

  it('is given once, however often it is asked for', async () => {
    const flags = ['--profile', 'Standard User', '--profile', 'Admin', '--profile', 'standard user'];
    const result = resultOf(await runCommand(AccessAssign, org, ...flags));
    expect(result.granted.map(({ label }) => label)).to.deep.equal(['Standard User']);
    expect(result.already.map(({ label }) => label)).to.deep.equal(['System Administrator']);
    expect(resultOf(await runCommand(AccessAssign, org, ...flags)).granted).to.deep.equal([]);
    expect(await labels()).to.deep.equal(['Standard User', 'System Administrator']);
  });

  it('that somebody else has given at the same time is no error', async () => {
    const fault = org.inject({
      operation: 'POST composite/sobjects',
      action: {
        kind: 'status',
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify([
          { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'duplicate value found', fields: [] }] },
        ]),
      },
    });
    const result = resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    expect(result.granted).to.deep.equal([]);
    expect(result.already.map(({ label }) => label)).to.deep.equal(['Standard User']);
    expect(fault.hits).to.equal(1);
  });

  it('is revoked from those who have it', async () => {
    const result = resultOf(
      await runCommand(AccessRevoke, org, '--profile', 'Admin', '--profile', 'Standard User', '--no-prompt'),
    );
    expect(result.revoked.map(({ label }) => label)).to.deep.equal(['System Administrator']);
    expect(result.already.map(({ label }) => label)).to.deep.equal(['Standard User']);
    const list = await runCommand(AccessList, org);
    expect(resultOf(list)).to.deep.equal([]);
    expect(list.stderr).to.contain('Nobody has access yet');
  });

  it('is given to nobody by a name that is the label of one profile and the file name of another', async () => {
    const licenseId = String(findRow(org.state, 'UserLicense', {})!.Id);
    const id = addProfile(org.state, { fullName: 'Admin1', label: 'Admin', licenseId, custom: true });
    const error = errorOf(await runCommand(AccessAssign, org, '--profile', 'Admin'));
    expect(error).to.include({ name: 'ProfileAmbiguousError', exitCode: 1 });
    expect(error.message).to.include(`Admin (${id})`);
    expect(resultOf(await runCommand(AccessAssign, org, '--profile', id)).granted).to.have.length(1);
    expect(await labels()).to.deep.equal(['Admin', 'System Administrator']);
  });

  it('is given by deploy to the administrators, whatever label another profile has', async () => {
    const licenseId = String(findRow(org.state, 'UserLicense', {})!.Id);
    addProfile(org.state, { fullName: 'Admin1', label: 'Admin', licenseId, custom: true });
    resultOf(await runCommand(SsoDeploy, org));
    expect(await labels()).to.deep.equal(['System Administrator', 'Twilio Frontline Agent']);
  });

  for (const language of ['de', 'nl_NL', 'ja'] as const) {
    it(`is given and revoked by the English label of a standard profile in an org in ${language}, with a hint`, async () => {
      const other = await startEmulatedOrg({ connectedAppCreation: 'allowed', language });
      try {
        const named = ['--profile', 'standard user'];
        const deployed = await runCommand(SsoDeploy, other, '--realm-sid', REALM_SID, ...named);
        resultOf(deployed);
        const revoked = await runCommand(AccessRevoke, other, ...named, '--no-prompt');
        const assigned = await runCommand(AccessAssign, other, ...named);
        const label = language === 'de' ? 'Standardbenutzer' : language === 'ja' ? '標準ユーザ' : 'Standaardgebruiker';
        expect(resultOf(revoked).revoked.map((profile) => profile.label)).to.deep.equal([label]);
        expect(resultOf(assigned).granted.map((profile) => profile.label)).to.deep.equal([label]);
        for (const { stderr } of [deployed, revoked, assigned]) {
          expect(stderr.replace(/\s+/g, ' ').replaceAll(' › ', ' ')).to.contain(
            'no profile with the label "standard user". Labels of profiles are in the language of the org, so the profile with the file name Standard is meant.',
          );
        }
      } finally {
        await other.stop();
      }
    });
  }

  it('is given without a hint by a label or a file name of the org', async () => {
    const assigned = await runCommand(AccessAssign, org, '--profile', 'Standard User', '--profile', 'StandardAul');
    expect(resultOf(assigned).granted).to.have.length(2);
    expect(assigned.stderr).not.to.contain('language of the org');
  });

  it('changes for nobody if one name is wrong', async () => {
    const error = errorOf(
      await runCommand(AccessAssign, org, '--profile', 'Standard User', '--permission-set', 'Sales_Claud'),
    );
    expect(error).to.include({ name: 'PermissionSetNotFoundError', exitCode: 1 });
    expect(error.actions?.join(' ')).to.match(/Similar names: ".+"/);
    expect(await labels()).to.deep.equal(['System Administrator']);
  });

  it('is given to 120 permission sets at once, in few requests', async () => {
    const names = Array.from({ length: 120 }, (_, number) => `Frontline_Agents_of_the_Region_Number_${number}`);
    names.forEach((name) =>
      insertRow(org.state, 'PermissionSet', { Name: name, Label: name, IsOwnedByProfile: false, Type: 'Regular' }),
    );
    org.clearLog();
    const result = resultOf(
      await runCommand(AccessAssign, org, ...names.flatMap((name) => ['--permission-set', name.toLowerCase()])),
    );
    expect(result.granted).to.have.length(120);
    expect(org.log.length).to.be.lessThan(12);
  });

  for (const length of [15, 18]) {
    it(`is given and revoked by ids of ${length} characters, in as many requests as by names`, async () => {
      const id = findRow(org.state, 'PermissionSet', { Name: 'Service_Agent' })!.Id.slice(0, length);
      org.clearLog();
      resultOf(await runCommand(AccessAssign, org, '--permission-set', 'Field_Sales'));
      const requests = org.log.length;
      org.clearLog();
      const { granted } = resultOf(await runCommand(AccessAssign, org, '--permission-set', id));
      expect(granted.map(({ name }) => name)).to.deep.equal(['Service_Agent']);
      expect(org.log).to.have.length(requests);
      const { revoked } = resultOf(await runCommand(AccessRevoke, org, '--permission-set', id, '--no-prompt'));
      expect(revoked.map(({ name }) => name)).to.deep.equal(['Service_Agent']);
      resultOf(await runCommand(SsoDeploy, org, '--permission-set', id));
      expect(await labels()).to.include('Service Agent');
    });
  }

  it('is given to nobody by an id that no permission set has', async () => {
    const error = errorOf(await runCommand(AccessAssign, org, '--permission-set', '0PS000000000000AAA'));
    expect(error.name).to.equal('PermissionSetNotFoundError');
    expect(error.message, 'there is no source').to.match(/^The org has no permission set/);
  });

  it('needs somebody to be named', async () => {
    expect(errorOf(await runCommand(AccessAssign, org))).to.include({ name: 'NobodyNamedError', exitCode: 2 });
  });

  it('of an app that is not there is refused', async () => {
    const error = errorOf(await runCommand(AccessList, org, '--app-name', 'Other'));
    expect(error).to.include({ name: 'AppMissingError', exitCode: 1 });
  });
});
