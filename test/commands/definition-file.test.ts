import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ux } from '@oclif/core';
import { expect } from 'chai';
import AccessAssign from '../../plugin/commands/frontline/access/assign.ts';
import CertificateDisplay from '../../plugin/commands/frontline/certificate/display.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoPreview from '../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../plugin/commands/frontline/sso/verify.ts';
import type { SeveralOrgs } from '../../plugin/several-orgs/org-outcomes.ts';
import type { VerifyReport } from '../../plugin/setup/verify/verify-sso.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { shareKeyPairs } from '../org/certificate/share-key-pairs.ts';
import { REALM_SID, refuseSecrets } from '../support/deployed-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { ageCertificate } from '../support/rotation.ts';
import { captured, errorOf, resultOf, runCommand, type CommandRun } from '../support/run-command.ts';

const OTHER_REALM = 'JBffffffffffffffffffffffffffffffff';

describe('a command with a definition file', () => {
  let folder: string;
  let file: string;
  let orgs: Record<'north' | 'south', EmulatedOrg>;
  let instanceUrl: string | undefined;

  shareKeyPairs(3);
  before(() => {
    // Tests that name an org by its token set this variable.
    instanceUrl = process.env['SF_ORG_INSTANCE_URL'];
    delete process.env['SF_ORG_INSTANCE_URL'];
  });
  after(() => {
    if (instanceUrl !== undefined) {
      process.env['SF_ORG_INSTANCE_URL'] = instanceUrl;
    }
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'frontline-orgs-'));
    file = join(folder, 'frontline-sso.json');
    const [north, south] = await Promise.all([
      startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' }),
      startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'allowed' }),
    ]);
    orgs = { north, south };
    await logIn(north, 'north');
    await logIn(south, 'south');
    await define({ org: 'north', realmSid: REALM_SID }, { org: 'south', realmSid: OTHER_REALM });
  });
  afterEach(async () => {
    await Promise.all(Object.values(orgs).map((org) => org.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  const define = (...entries: object[]): Promise<void> => writeFile(file, JSON.stringify({ orgs: entries }));

  type CommandOfOrgs = Parameters<typeof captured>[0];

  async function run<Result>(
    command: unknown,
    ...flags: string[]
  ): Promise<CommandRun<SeveralOrgs<Result>> & { outcomes: string[] }> {
    const ended = await captured(command as CommandOfOrgs, ['--definition-file', file, ...flags]);
    const output = JSON.stringify(ended.result ?? ended.error?.message) + ended.stdout + ended.stderr;
    Object.values(orgs).forEach((org) => refuseSecrets(org, output));
    const result = ended.result as SeveralOrgs<Result> | undefined;
    const outcomes = (result?.orgs ?? []).map(({ org, outcome }) => `${org} ${outcome}`);
    return { ...(ended as CommandRun<SeveralOrgs<Result>>), outcomes };
  }

  it('sets every org up with its own Realm SID, and proves the sign-ins', async () => {
    const deployed = await run<{ handOff: { entityId: string } }>(SsoDeploy, '--verify', '--output-dir', folder);
    expect(deployed.outcomes).to.deep.equal(['north succeeded', 'south succeeded']);
    expect([resultOf(deployed).ok, deployed.exitCode]).to.deep.equal([true, 0]);
    const entityIds = resultOf(deployed).orgs.map((org) => 'result' in org && org.result.handOff.entityId);
    expect(entityIds[0]).to.include(REALM_SID);
    expect(entityIds[1]).to.include(OTHER_REALM);
    expect(deployed.stdout)
      .to.include('2 of 2 orgs succeeded')
      .and.match(/north\W+succeeded\W+set up/);
    expect(await readdir(join(folder, 'south'))).to.include('twilio-sso.json');
    expect(deployed.stderr.split('No agent can sign in yet'), 'said of each org').to.have.length(3);

    const again = await run(SsoVerify);
    expect(again.outcomes).to.deep.equal(['north succeeded', 'south succeeded']);
    expect(again.stdout).to.include('the sign-in works');

    const certificates = await run(CertificateDisplay);
    expect([certificates.outcomes, certificates.exitCode]).to.deep.equal([['north succeeded', 'south succeeded'], 0]);
    expect((await run(CertificateDisplay, '--warn-days', '9999')).exitCode).to.equal(1);
  });

  it('goes on if one org refuses and another has no login, and says what failed', async () => {
    orgs.north.state.options.connectedAppCreation = 'blocked';
    await define(
      { org: 'nobody', realmSid: REALM_SID },
      { org: 'north', realmSid: REALM_SID, appType: 'connected-app' },
      { org: 'south', realmSid: OTHER_REALM },
    );
    const ended = await run(SsoDeploy);
    expect(ended.outcomes).to.deep.equal(['nobody failed', 'north failed', 'south succeeded']);
    expect([resultOf(ended).ok, ended.exitCode]).to.deep.equal([false, 1]);
    const errors = resultOf(ended).orgs.map((org) => ('error' in org ? org.error : undefined));
    expect(errors[0]?.name).to.equal('OrgNotLoggedInError');
    expect(errors[0]?.actions.join()).to.include('sf org login web --alias nobody');
    expect(errors[1]?.name).to.equal('ConnectedAppBlockedError');
    expect(ended.stdout).to.include('1 of 3 orgs succeeded');
  });

  it('previews every org, and ends with the exit code of the one that needs most attention', async () => {
    expect((await run(SsoPreview)).exitCode).to.equal(0);
    expect((await run(SsoPreview, '--detailed-exitcode')).exitCode).to.equal(3);
    resultOf(await run(SsoDeploy));
    expect((await run(SsoPreview, '--detailed-exitcode')).exitCode).to.equal(0);

    ageCertificate(orgs.south, 'SalesforceSSO', 400);
    const blocked = await run<{ finding: string }>(SsoPreview, '--detailed-exitcode');
    expect([blocked.outcomes, blocked.exitCode]).to.deep.equal([['north succeeded', 'south succeeded'], 4]);
    expect(resultOf(blocked).orgs[1]?.summary).to.match(/^blocked: The certificate "SalesforceSSO" expired on /);
    expect(blocked.stdout).to.match(/== south\nPlan for south \(\S+\): blocked, /);
    const deployed = await run(SsoDeploy);
    expect([deployed.outcomes, deployed.exitCode]).to.deep.equal([['north succeeded', 'south failed'], 1]);

    await define({ org: 'nobody', realmSid: REALM_SID }, { org: 'south', realmSid: OTHER_REALM });
    expect((await run(SsoPreview, '--detailed-exitcode')).exitCode).to.equal(1);
  });

  it('says that an external client app was made although the plan was for a connected app', async () => {
    orgs.north.state.options.connectedAppCreation = 'blocked';
    const ended = await run(SsoDeploy);
    expect(ended.outcomes).to.deep.equal(['north succeeded', 'south succeeded']);
    expect(resultOf(ended).orgs.map(({ summary }) => summary)).to.deep.equal([
      'set up, with an external client app instead of a connected app',
      'set up',
    ]);
  });

  it('does not report an org that failed as done', async () => {
    await define({ org: 'nobody' }, { org: 'north', realmSid: REALM_SID });
    const { type } = ux.action;
    ux.action.type = 'spinner';
    const { stderr } = await run(SsoPreview).finally(() => (ux.action.type = type));
    expect(stderr).to.contain('nobody failed').and.contain('done with north').and.not.contain('done with nobody');
  });

  it('says only that it works, and that it is done, if its output is a log', async () => {
    const { stderr } = await run(SsoPreview);
    expect(stderr)
      .to.match(/ done\n$/)
      .and.not.contain('done with');
  });

  it('names the org whose session has expired', async () => {
    for (const session of orgs.south.state.sessions.values()) {
      session.expired = true;
    }
    const ended = await run(SsoPreview);
    expect(ended.outcomes).to.deep.equal(['north succeeded', 'south failed']);
    const [, south] = resultOf(ended).orgs;
    expect(south && 'error' in south && south.error).to.deep.include({ name: 'SessionExpiredError' });
    expect(south?.summary).to.include('south');
  });

  it('says which checks failed if a sign-in is not accepted', async () => {
    resultOf(await run(SsoDeploy));
    orgs.south.state.options.responseFault = 'no-roles';
    const ended = await run<{ ok: boolean }>(SsoVerify);
    expect([ended.outcomes, ended.exitCode]).to.deep.equal([['north succeeded', 'south failed'], 1]);
    const [, south] = resultOf(ended).orgs;
    expect(south?.summary).to.match(/^1 of \d+ checks failed/);
    expect(south && 'result' in south && south.result.ok).to.equal(false);
    const deployed = await run(SsoDeploy, '--verify');
    expect(deployed.outcomes).to.deep.equal(['north succeeded', 'south failed']);
    expect(resultOf(deployed).orgs[1]?.summary).to.match(/nothing to change, but the sign-in failed/);
  });

  it('does not report a sign-in as failed that the login could not try', async () => {
    await define({ org: 'north', realmSid: REALM_SID, profiles: ['Standard User'] });
    const deployed = await run(SsoDeploy, '--verify');
    expect([deployed.outcomes, deployed.exitCode]).to.deep.equal([['north not-proven'], 5]);
    expect(resultOf(deployed).orgs[0]?.summary).to.match(/^set up; the sign-in is not proven\. The user of the login/);
    expect(deployed.stdout).to.match(/north\W+not proven\W+set up; the sign-in is not proven/);
    // A failure in another org decides the exit code.
    await define(
      { org: 'north', realmSid: REALM_SID, profiles: ['Standard User'] },
      { org: 'nobody', realmSid: REALM_SID },
    );
    expect((await run(SsoDeploy, '--verify')).exitCode).to.equal(1);
  });

  it('proves the sign-in of the app that it has set up, if an org has one of each kind', async () => {
    const app = (appType: string, realmSid: string): Promise<void> => define({ org: 'north', realmSid, appType });
    await app('external-client-app', REALM_SID);
    resultOf(await run(SsoDeploy));
    const { components } = orgs.north.state;
    const external = [...components].filter(([, { type }]) => /^External|^ExtlClnt/.test(type));
    external.forEach(([key]) => components.delete(key));
    await app('connected-app', OTHER_REALM);
    resultOf(await run(SsoDeploy));
    external.forEach(([key, component]) => components.set(key, component));
    await app('external-client-app', REALM_SID);
    const ended = await run<{ verification: VerifyReport }>(SsoDeploy, '--verify');
    const [north] = resultOf(ended).orgs;
    const checks = north && 'result' in north ? north.result.verification.checks : [];
    expect(checks.find(({ id }) => id === 'setup.entityId')?.actual).to.include(REALM_SID);
  });

  it('works only in the named orgs, and sends no request to another', async () => {
    orgs.north.clearLog();
    const ended = await run(SsoPreview, '--org', 'south');
    expect(ended.outcomes).to.deep.equal(['south succeeded']);
    expect(ended.stdout).to.match(/south\W+succeeded\W+6 to create/);
    expect(orgs.north.log).to.deep.equal([]);
  });

  it('replaces no certificate unless a flag asks for it', async () => {
    resultOf(await run(SsoDeploy));
    await define({ org: 'north', realmSid: REALM_SID, certificateName: 'Successor' });
    const refused = resultOf(await run(SsoDeploy, '--replace-certificate')).orgs[0]!;
    expect('error' in refused && refused.error.name).to.equal('ConfirmationMissingError');
    const wanted = await run(SsoDeploy, '--replace-certificate', '--no-prompt');
    expect(wanted.outcomes).to.deep.equal(['north succeeded']);
  });

  it('does not set up the same org again under a second name', async () => {
    await logIn(orgs.north, 'again');
    await define({ org: 'north', realmSid: REALM_SID }, { org: 'again', realmSid: OTHER_REALM });
    const ended = await run(SsoDeploy, '--dry-run');
    expect(ended.outcomes).to.deep.equal(['north succeeded', 'again failed']);
    expect(resultOf(ended).orgs[1]?.summary).to.include('"again" is the same org as "north"');
  });

  it('prints one JSON document with every org', async () => {
    const { stdout } = await run(SsoPreview, '--json');
    const { result } = JSON.parse(stdout) as { result: SeveralOrgs<unknown> };
    expect(result.orgs.map(({ org }) => org)).to.deep.equal(['north', 'south']);
  });

  it('refuses flags that cannot be used with the file, before any request to an org', async () => {
    for (const [flags, words] of [
      [['--target-org', 'north'], '--target-org'],
      [['--profile', 'Admin'], '--profile'],
      [['--realm-sid', REALM_SID], '--realm-sid'],
      [['--org', 'west'], 'west'],
    ] as const) {
      const error = errorOf(await run(SsoPreview, ...flags));
      expect(error.message, words).to.include(words);
      expect(error.exitCode, words).to.equal(2);
    }
    expect([...orgs.north.log, ...orgs.south.log]).to.deep.equal([]);
  });

  it('takes no Realm SID from the environment', async () => {
    process.env['TWILIO_SSO_REALM_SID'] = OTHER_REALM;
    try {
      expect((await run(SsoPreview)).stdout).to.include(REALM_SID);
    } finally {
      delete process.env['TWILIO_SSO_REALM_SID'];
    }
  });

  it('is needed for --org, and without it --target-org is needed', async () => {
    for (const argv of [['--org', 'north'], ['--org=north'], ['--verify', '--org', 'north']]) {
      const error = errorOf(await captured<unknown>(argv.length > 2 ? SsoDeploy : SsoPreview, argv));
      expect(error).to.include({ name: 'OrgWithoutFileError', exitCode: 2 });
      expect(error.actions?.join()).to.contain('--target-org north instead').and.contain('--definition-file');
    }
    const unknown = errorOf(await runCommand(AccessAssign, orgs.north, '--profile', 'Admin', '--org', 'north'));
    expect(unknown).to.include({ name: 'OrgWithoutFileError', exitCode: 2 });
    delete process.env['SF_ORG_INSTANCE_URL'];
    expect(errorOf(await captured(SsoPreview, []))).to.include({ name: 'OrgMissingError', exitCode: 2 });
  });
});
