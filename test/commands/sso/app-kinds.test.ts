import { expect } from 'chai';
import AccessAssign from '../../../plugin/commands/frontline/access/assign.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import SsoVerify from '../../../plugin/commands/frontline/sso/verify.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { strictProblems } from '../../org/metadata/model/strict-check.ts';
import type { OrgOptions } from '../../org/state.ts';
import { whoHasAccess } from '../../support/who-has-access.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];
const OTHER_REALM_SID = 'JBffffffffffffffffffffffffffffffff';

describe('the kind of app', () => {
  let org: EmulatedOrg;

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({ identityProvider: 'off', connectedAppCreation: 'blocked', ...options });
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, ...REALM, ...flags);
  }

  function componentsOfType(type: string): number {
    return [...org.state.components.values()].filter((component) => component.type === type).length;
  }

  afterEach(() => org.stop());

  for (const options of [
    {},
    { appWithoutIdentityProvider: 'accepted' },
    { certificateAndSettingsTogether: 'refused' },
  ] as OrgOptions[]) {
    it(`is an external client app if connected apps are refused, in an org with ${JSON.stringify(options)}`, async () => {
      await start(options);
      const run = await deploy('--verify');
      const result = resultOf(run);
      expect(result.app.kind).to.equal('external-client-app');
      expect(run.stderr).to.contain(
        'The org refuses to create connected apps, so an external client app is created instead.',
      );
      expect(result.verification?.ok).to.equal(true);
      expect(componentsOfType('ConnectedApp')).to.equal(0);
      const again = resultOf(await deploy());
      expect(again.outcome).to.equal('unchanged');
      expect(again.app.kind).to.equal('external-client-app');
    });
  }

  it('is sent in three files that follow the schema exactly', async () => {
    await start();
    resultOf(await deploy());
    const files = [...org.state.components.values()]
      .filter(({ type }) => /^External|^ExtlClnt/.test(type))
      .flatMap((component) => [...component.files]);
    expect(files).to.have.length(3);
    for (const [path, content] of files) {
      expect(strictProblems(content.toString('utf8')), path).to.deep.equal([]);
    }
  });

  it("keeps everybody's access if the org gives a redeployed external client app another id", async () => {
    await start();
    resultOf(await deploy());
    resultOf(await runCommand(AccessAssign, org, '--profile', 'Standard User'));
    const before = resultOf(await runCommand(SsoDisplay, org)).app?.id;
    const result = resultOf(
      await deploy('--contact-email', 'new@example.test', '--attribute', 'team=$User.Department'),
    );
    expect(result.outcome).to.equal('changed');
    expect(resultOf(await runCommand(SsoDisplay, org)).app?.id).not.to.equal(before);
    expect(await whoHasAccess(org)).to.deep.equal(['Standard User', 'System Administrator', 'Twilio Frontline Agent']);
    expect(org.state.rows.get('SetupEntityAccess')?.filter((row) => row['SetupEntityId'] === before)).to.deep.equal([]);
  });

  it('is a connected app if the org allows it, and stays one if new ones are refused later', async () => {
    await start({ connectedAppCreation: 'allowed' });
    expect(resultOf(await deploy()).app.kind).to.equal('connected-app');
    org.state.options.connectedAppCreation = 'blocked';
    expect(resultOf(await deploy('--contact-email', 'new@example.test')).app.kind).to.equal('connected-app');
    expect(componentsOfType('ExternalClientApplication')).to.equal(0);
  });

  it('is not set up twice by asking for the other kind', async () => {
    await start({ connectedAppCreation: 'allowed' });
    resultOf(await deploy());
    const error = errorOf(await deploy('--app-type', 'external-client-app'));
    expect(error.name).to.equal('OtherAppKindError');
    expect(error.actions?.join(' ')).to.match(/sso delete --target-org \S+ --app-type connected-app/);
    expect(componentsOfType('ExternalClientApplication')).to.equal(0);
  });

  it('that cannot be set up is shown by a preview, which then proposes no deploy', async () => {
    await start({ connectedAppCreation: 'allowed' });
    resultOf(await deploy());
    const { stdout, ...run } = await runCommand(SsoPreview, org, ...REALM, '--app-type', 'external-client-app');
    expect(resultOf({ stdout, ...run }).changes.map(({ action }) => action)).to.include('blocked');
    expect(stdout).not.to.contain('To make these changes').and.not.to.contain('as it should be.');
    expect((await runCommand(SsoPreview, org, ...REALM)).stdout).to.contain('There is nothing to change.');
  });

  /** Starts an org with one app of each kind. The connected app has another Realm SID. */
  async function startWithBoth(): Promise<void> {
    await start({ connectedAppCreation: 'allowed' });
    resultOf(await deploy('--app-type', 'external-client-app'));
    const external = [...org.state.components].filter(([, { type }]) => /^External|^ExtlClnt/.test(type));
    external.forEach(([key]) => org.state.components.delete(key));
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', OTHER_REALM_SID, '--app-type', 'connected-app'));
    external.forEach(([key, component]) => org.state.components.set(key, component));
  }

  it('is named in a warning if the org has both', async () => {
    await startWithBoth();
    const run = await runCommand(SsoDisplay, org);
    expect(resultOf(run)).to.deep.include({ otherApp: 'external-client-app' });
    expect(run.stderr).to.contain(
      `sf frontline sso delete --target-org ${org.state.organizationId.slice(0, 15)} --app-type external-client-app`,
    );
    expect((await runCommand(SsoPreview, org)).stderr).to.contain('both a connected app and an external client app');
  });

  it('that a deploy sets up is the one whose sign-in it proves', async () => {
    await startWithBoth();
    const { handOff, verification } = resultOf(await deploy('--app-type', 'external-client-app', '--verify'));
    expect(verification?.checks.find(({ id }) => id === 'setup.entityId')?.actual).to.equal(handOff?.entityId);
    expect(verification?.ok).to.equal(true);
  });

  it('needs API version 63.0 if it is an external client app', async () => {
    await start();
    const error = errorOf(await deploy('--app-type', 'external-client-app', '--api-version', '62.0'));
    expect(error).to.include({ name: 'ApiVersionTooOldError', exitCode: 1 });
    expect(error.message).to.equal('The API version 62.0 is too old for this setup, which needs 63.0 or newer.');
    expect(error.actions?.join()).to.contain('--api-version 63.0').and.contain('sf config unset org-api-version');
    expect(errorOf(await deploy('--api-version', '62.0')).name).to.equal('ConnectedAppBlockedError');
  });

  it('is completed again after somebody deleted a part of it', async () => {
    await start();
    resultOf(await deploy());
    for (const [key, { type }] of org.state.components) {
      if (type === 'ExtlClntAppSamlConfigurablePolicies') {
        org.state.components.delete(key);
      }
    }
    expect(resultOf(await deploy()).outcome).to.equal('changed');
    expect(resultOf(await runCommand(SsoVerify, org))).to.include({ ok: true });
  });
});
