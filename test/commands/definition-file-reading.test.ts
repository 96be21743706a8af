import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import AccessCheck from '../../plugin/commands/frontline/access/check.ts';
import AccessList from '../../plugin/commands/frontline/access/list.ts';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDisplay from '../../plugin/commands/frontline/sso/display.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import type { SeveralOrgs } from '../../plugin/several-orgs/org-outcomes.ts';
import { findRow, insertRow } from '../org/database/rows.ts';
import { deployed, metadataXml } from '../org/metadata/samples.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { shareKeyPairs } from '../org/certificate/share-key-pairs.ts';
import { REALM_SID, refuseSecrets, startDeployedOrg } from '../support/deployed-org.ts';
import { inColumns } from '../support/columns.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, errorOf, resultOf, runCommand, type CommandRun } from '../support/run-command.ts';

/** The commands that only look at orgs, with the flags that they need for several. */
const COMMANDS = [
  ['sso export', SsoExport, []],
  ['sso display', SsoDisplay, []],
  ['certificate rotate --status', CertificateRotate, ['--status']],
  ['access list', AccessList, []],
  ['access list --users', AccessList, ['--users']],
  ['access check', AccessCheck, []],
] as const;

describe('with a definition file', () => {
  let folder: string;
  let file: string;
  let orgs: EmulatedOrg[];
  let instanceUrl: string | undefined;

  shareKeyPairs(3);
  before(async () => {
    orgs = [await startDeployedOrg(), await startDeployedOrg(), await startDeployedOrg()];
    // Tests that name an org by its token set this variable.
    instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
    delete process.env['SF_ORG_INSTANCE_URL'];
    folder = await mkdtemp(join(tmpdir(), 'frontline-reading-'));
    file = join(folder, 'frontline-sso.json');
    for (const [index, org] of orgs.entries()) {
      await logIn(org, `reading-${index}`);
    }
  });
  after(async () => {
    if (instanceUrl !== undefined) {
      process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
    }
    await Promise.all(orgs.map((org) => org.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  /** The user of the login, who has access as an administrator. */
  const users = (index: number): string[] => [orgs[index]?.username ?? ''];

  const define = (...entries: object[]): Promise<void> => writeFile(file, JSON.stringify({ orgs: entries }));
  const defineAll = (): Promise<void> =>
    define(...orgs.map((_, index) => ({ org: `reading-${index}`, realmSid: REALM_SID, users: users(index) })));

  async function run(
    command: unknown,
    ...flags: string[]
  ): Promise<CommandRun<SeveralOrgs<unknown>> & { outcomes: string[] }> {
    const argv = ['--definition-file', file, ...flags];
    const ended = (await captured(command as Parameters<typeof captured>[0], argv)) as CommandRun<SeveralOrgs<unknown>>;
    const output = JSON.stringify(ended.result ?? ended.error?.message) + ended.stdout + ended.stderr;
    orgs.forEach((org) => refuseSecrets(org, output));
    return { ...ended, outcomes: (ended.result?.orgs ?? []).map(({ org, outcome }) => `${org} ${outcome}`) };
  }

  const summaries = ({ result }: CommandRun<SeveralOrgs<unknown>>): string[] =>
    (result?.orgs ?? []).map(({ summary }) => summary);

  for (const [name, command, flags] of COMMANDS) {
    it(`${name} works in all orgs, and ends with one table of 80 columns`, async () => {
      await defineAll();
      const ended = await inColumns(80, () => run(command, ...flags));
      expect(ended.outcomes).to.deep.equal(['reading-0 succeeded', 'reading-1 succeeded', 'reading-2 succeeded']);
      expect([resultOf(ended).ok, ended.exitCode]).to.deep.equal([true, 0]);
      expect(ended.stdout).to.include('3 of 3 orgs succeeded').and.include('== reading-1');
      const table = ended.stdout.slice(ended.stdout.indexOf('3 of 3 orgs succeeded')).split('\n');
      expect(table.filter((line) => line.length > 80)).to.deep.equal([]);
    });

    it(`${name} goes on if one org fails and another has no login, and ends with 1`, async () => {
      await define(
        { org: 'nobody', users: ['a@example.com'] },
        { org: 'reading-0', appName: 'Missing', users: users(0) },
        { org: 'reading-1', users: users(1) },
      );
      const [broken] = orgs;
      for (const session of broken!.state.sessions.values()) {
        session.expired = true;
      }
      try {
        const ended = await run(command, ...flags);
        expect(ended.outcomes).to.deep.equal(['nobody failed', 'reading-0 failed', 'reading-1 succeeded']);
        expect(ended.exitCode).to.equal(1);
        const errors = resultOf(ended).orgs.map((org) => ('error' in org ? org.error.name : undefined));
        expect(errors).to.deep.equal(['OrgNotLoggedInError', 'SessionExpiredError', undefined]);
        expect(ended.stdout).to.include('sf org login web --alias nobody').and.include('1 of 3 orgs succeeded');
      } finally {
        for (const session of broken!.state.sessions.values()) {
          session.expired = false;
        }
      }
    });

    it(`${name} prints one JSON document, and takes no other org beside the file`, async () => {
      await defineAll();
      const { stdout } = await run(command, ...flags, '--org', 'reading-2', '--json');
      const { result } = JSON.parse(stdout) as { result: SeveralOrgs<unknown> };
      expect(result.orgs.map(({ org, outcome }) => `${org} ${outcome}`)).to.deep.equal(['reading-2 succeeded']);
      for (const flag of ['--target-org', '--app-name']) {
        const error = errorOf(await run(command, ...flags, flag, 'reading-0'));
        expect(error.message).to.include(flag);
        expect(error.exitCode).to.equal(2);
      }
    });
  }

  it('sso export writes a folder for each org, with the certificate of that org', async () => {
    await defineAll();
    const ended = await run(SsoExport, '--output-dir', join(folder, 'out'));
    expect(ended.exitCode).to.equal(0);
    const fingerprints = await Promise.all(
      orgs.map(async (_, index) => {
        const path = join(folder, 'out', `reading-${index}`, 'twilio-sso.json');
        return (JSON.parse(await readFile(path, 'utf8')) as { certificateFingerprint: string }).certificateFingerprint;
      }),
    );
    expect(fingerprints).to.deep.equal(
      resultOf(ended).orgs.map(
        (org) => 'result' in org && (org.result as { certificateFingerprint: string }).certificateFingerprint,
      ),
    );
    expect(summaries(ended)[0]).to.equal(`written to ${join(folder, 'out', 'reading-0')}`);
    expect(errorOf(await run(SsoExport, '--output-dir', folder, '--open')).exitCode).to.equal(2);
  });

  it('access check ends with 1 if a user of an org has no access, and names the command that would help', async () => {
    const sam = 'sam@example.test';
    await define({ org: 'reading-0', users: users(0) }, { org: 'reading-1', users: [...users(1), sam, sam] });
    const ended = await run(AccessCheck);
    expect([ended.outcomes, ended.exitCode]).to.deep.equal([['reading-0 succeeded', 'reading-1 failed'], 1]);
    expect(summaries(ended)).to.deep.equal(['1 of 1 users have access', '1 of 2 users have access']);
    expect(ended.stdout)
      .to.contain(`  ${sam}: no, neither the profile nor a permission set of the user has access`)
      .and.contain('sf frontline access assign --target-org reading-1');
  });

  it('access check does not count an answer that is not known as a no', async () => {
    const [, second] = orgs;
    await deployed(second!.state, {
      'permissionsetgroups/Sales.permissionsetgroup': metadataXml(
        'PermissionSetGroup',
        '<label>Sales team</label><permissionSets>Twilio_Frontline_Agent</permissionSets>',
      ),
    });
    // The org has yet to calculate what the group passes on.
    const group = findRow(second!.state, 'PermissionSetGroup', { DeveloperName: 'Sales' })!;
    group['Status'] = 'Outdated';
    insertRow(second!.state, 'PermissionSetAssignment', {
      AssigneeId: findRow(second!.state, 'User', { Username: 'sam@example.test' })!.Id,
      PermissionSetGroupId: group.Id,
      PermissionSetId: findRow(second!.state, 'PermissionSet', { PermissionSetGroupId: group.Id })!.Id,
      IsActive: true,
    });
    await define({ org: 'reading-0', users: users(0) }, { org: 'reading-1', users: ['sam@example.test'] });
    const ended = await run(AccessCheck);
    expect([ended.outcomes, ended.exitCode]).to.deep.equal([['reading-0 succeeded', 'reading-1 not-proven'], 5]);
  });

  it('access check names the orgs of which the file names no users, before any org is asked', async () => {
    await define({ org: 'reading-0', users: users(0) }, { org: 'reading-1' }, { org: 'reading-2', users: [] });
    orgs.forEach((org) => org.clearLog());
    const error = errorOf(await run(AccessCheck));
    expect(error).to.include({ name: 'UsersMissingError', exitCode: 2 });
    expect(error.actions?.join()).to.contain('reading-1, reading-2');
    expect(orgs.flatMap((org) => org.log)).to.deep.equal([]);
    expect((await run(AccessCheck, '--org', 'reading-0')).exitCode).to.equal(0);
  });

  it('certificate rotate looks at rotations, and carries out none', async () => {
    await defineAll();
    for (const flags of [[], ['--status', '--activate'], ['--retire']]) {
      expect(errorOf(await run(CertificateRotate, ...flags)).exitCode, flags.join()).to.equal(2);
    }
    const [first] = orgs;
    resultOf(await runCommand(CertificateRotate, first!));
    delete process.env['SF_ORG_INSTANCE_URL'];
    const ended = await run(CertificateRotate, '--status');
    expect(summaries(ended)[0]).to.match(/^successor created, not switched yet; certificate \w+ expires /);
    expect(summaries(ended)[1]).to.match(/^no rotation under way; certificate \w+ expires /);
    expect(ended.stdout).to.contain('sf frontline certificate rotate --target-org reading-0 --activate');
    expect(resultOf(ended).orgs[0]).to.have.nested.property('result.phase', 'prepared');
  });
});
