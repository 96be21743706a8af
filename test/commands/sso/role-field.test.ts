import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import SsoDelete from '../../../plugin/commands/frontline/sso/delete.ts';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoDisplay from '../../../plugin/commands/frontline/sso/display.ts';
import SsoGenerate from '../../../plugin/commands/frontline/sso/generate.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { strictProblems } from '../../org/metadata/model/strict-check.ts';
import type { OrgOptions } from '../../org/state.ts';
import { FIELD, itComesFromAField, REFERENCE, ROLE_FIELD_ORGS } from './role-field.ts';
import { REALM_SID, verify } from '../../support/deployed-org.ts';
import { connectionTo } from '../../support/connection.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

describe('the role of an external client app that takes no literal', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({ identityProvider: 'on', literalInExternalClientApp: 'refused', ...options });
  }

  function deploy(...flags: string[]): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--realm-sid', REALM_SID, ...flags);
  }

  function textOf(component: string): string {
    const files = org.state.components.get(component)?.files ?? new Map<string, Buffer>();
    return [...files.values()].map((file) => file.toString('utf8')).join();
  }

  const samlPolicies = (): string => textOf('ExtlClntAppSamlConfigurablePolicies:Twilio_Frontline_samlPlcy');

  const deployments = (): number =>
    org.log.filter(({ operation }) => operation === 'POST metadata/deployRequest').length;

  it('is a literal, without a field, where the org takes one', async () => {
    await start({ literalInExternalClientApp: 'accepted' });
    expect(resultOf(await deploy('--verify')).changes.some(({ step }) => step === 'user-field')).to.equal(false);
    expect(samlPolicies()).to.contain('agent').and.not.to.contain(REFERENCE);
    expect(org.state.components.has(`CustomField:${FIELD}`)).to.equal(false);
    expect(org.log.some(({ operation }) => operation.includes('CustomField'))).to.equal(false);
  });

  it('needs no field if it is a field or another formula itself', async () => {
    await start();
    const { changes } = resultOf(await deploy('--attribute', 'roles=$User.Department'));
    expect(changes.some(({ step }) => step === 'user-field')).to.equal(false);
    expect(org.state.components.has(`CustomField:${FIELD}`)).to.equal(false);
  });

  it('costs one refused deployment, and none afterwards', async () => {
    await start();
    resultOf(await deploy('--app-type', 'external-client-app'));
    expect(deployments()).to.equal(2);
    org.clearLog();
    resultOf(await deploy('--contact-email', 'new@example.test'));
    expect(deployments()).to.equal(1);
  });

  it('may be read by the users of the permission set of the source, whether the org had it or not', async () => {
    for (const isThere of [false, true]) {
      await start({ literalInExternalClientApp: isThere ? 'accepted' : 'refused' });
      if (isThere) {
        resultOf(await deploy());
        resultOf(await runCommand(SsoDelete, org, '--no-prompt'));
        resultOf(await deploy('--app-type', 'external-client-app'));
        org.state.options.literalInExternalClientApp = 'refused';
        const { changes } = resultOf(await deploy('--contact-email', 'new@example.test'));
        expect(changes.find(({ step }) => step === 'permission-set')).to.deep.include({
          action: 'update',
          differences: [{ field: `fieldPermissions[${FIELD}].readable`, to: 'true' }],
        });
      } else {
        resultOf(await deploy());
      }
      const set = textOf('PermissionSet:Twilio_Frontline_Agent');
      expect(set).to.match(/<fieldPermissions>\s*<editable>false<\/editable>\s*<field>User\.Twilio_Frontline_Role__c/);
      expect(set).to.contain('<label>Twilio Frontline Agent</label>');
      expect(strictProblems(set)).to.deep.equal([]);
      await org.stop();
    }
    await start();
  });

  it('is shown by a dry run, which changes nothing, and by later previews and displays', async () => {
    await start();
    const dry = await deploy('--dry-run', '--app-type', 'external-client-app');
    expect(resultOf(dry).outcome).to.equal('validated');
    expect(dry.stdout + dry.stderr).to.contain(FIELD);
    expect(org.state.components.has(`CustomField:${FIELD}`)).to.equal(false);
    resultOf(await deploy());
    expect((await runCommand(SsoPreview, org)).stdout).to.contain(`= field of User        ${FIELD}`);
    expect((await runCommand(SsoDisplay, org)).stdout).to.match(
      /roles +\$User\.Twilio_Frontline_Role__c, which is "agent"/,
    );
  });

  it('is changed in the field alone if another one is asked for, and the app keeps its id', async () => {
    await start();
    resultOf(await deploy());
    const id = resultOf(await runCommand(SsoDisplay, org)).app?.id;
    const { changes } = resultOf(await deploy('--role', 'boss'));
    expect(changes.filter(({ action }) => action !== 'keep').map(({ step }) => step)).to.deep.equal(['user-field']);
    expect(changes.find(({ step }) => step === 'user-field')?.differences).to.deep.equal([
      { field: 'formula', from: '"agent"', to: '"boss"' },
    ]);
    expect(resultOf(await runCommand(SsoDisplay, org)).app?.id).to.equal(id);
  });

  it('is found wrong by sso verify if somebody changed the field, and put right by the next deploy', async () => {
    await start();
    resultOf(await deploy());
    const { files } = org.state.components.get(`CustomField:${FIELD}`)!;
    for (const [path, content] of files) {
      files.set(path, Buffer.from(content.toString('utf8').replace(/("|&quot;)agent/, '$1Agent')));
    }
    const { report, check } = await verify(org);
    expect([report.ok, check('setup.roles')?.status]).to.deep.equal([false, 'fail']);
    expect(resultOf(await deploy('--verify')).verification?.ok).to.equal(true);
  });

  it('is written by sso generate as a source that the libraries of the CLI deploy, and that deploy takes the field from', async () => {
    await start();
    resultOf(await deploy());
    const folder = await mkdtemp(join(tmpdir(), 'frontline-role-'));
    try {
      const flags = ['--realm-sid', REALM_SID, '--output-dir', folder];
      const { files } = resultOf(await runCommand(SsoGenerate, org, ...flags));
      const path = 'objects/User/fields/Twilio_Frontline_Role__c.field-meta.xml';
      expect(files.map((file) => file.path)).to.include(path);
      const xml = await readFile(join(folder, path), 'utf8');
      expect(strictProblems(xml)).to.deep.equal([]);
      await org.stop();
      await start();
      const connection = await connectionTo(org);
      const sent = await ComponentSet.fromSource(folder).deploy({ usernameOrConnection: connection });
      const { response } = await sent.pollStatus();
      expect(response.success, JSON.stringify(response.details?.componentFailures)).to.equal(true);
      const { changes } = resultOf(await runCommand(SsoPreview, org, '--realm-sid', REALM_SID));
      expect(changes.find(({ step }) => step === 'user-field')?.action).to.equal('keep');
      await writeFile(join(folder, path), xml.replace('Twilio Frontline Role', 'Role of agents'));
      await org.stop();
      await start();
      resultOf(await deploy('--source-dir', folder));
      expect(textOf(`CustomField:${FIELD}`)).to.contain('<label>Role of agents</label>');
      await org.stop();
      await start({ connectedAppCreation: 'allowed' });
      expect(resultOf(await deploy('--source-dir', folder, '--verify')).verification?.ok).to.equal(true);
      expect(textOf('ConnectedApp:Twilio_Frontline')).to.match(/<formula>(?:'|&apos;)agent/);
      expect(org.state.components.has(`CustomField:${FIELD}`)).to.equal(false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('goes with the setup when that is deleted', async () => {
    await start();
    resultOf(await deploy());
    const { removals } = resultOf(await runCommand(SsoDelete, org, '--no-prompt'));
    expect(removals.map(({ step, target }) => `${step} ${target}`)).to.include(`user-field ${FIELD}`);
    expect([...org.state.components.keys()].filter((key) => key.includes('Twilio'))).to.deep.equal([]);
    expect(resultOf(await runCommand(SsoDelete, org, '--no-prompt')).outcome).to.equal('nothing');
  });

  it('is kept in the field with the access of everybody, if the org drops the literal of a later deployment', async () => {
    await start({ literalInExternalClientApp: 'accepted' });
    resultOf(await deploy());
    org.state.options.literalInExternalClientApp = 'dropped';
    const { changes, verification } = resultOf(await deploy('--attribute', 'team=$User.Department', '--verify'));
    expect(changes.find(({ step }) => step === 'user-field')?.action).to.equal('create');
    expect(verification?.ok).to.equal(true);
  });

  it('leaves no field behind if the org refuses the app for another reason', async () => {
    await start();
    const error = errorOf(await deploy('--app-type', 'external-client-app', '--attribute', "team='sales'"));
    expect(error.name).to.equal('ExternalClientAppRefusedError');
    expect(org.state.components.has(`CustomField:${FIELD}`)).to.equal(false);
  });
});

describe('external client apps that an org refuses', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  const CAUSES: Array<[string, OrgOptions]> = [
    ['are switched off', { externalClientApps: 'off' }],
    ['may not be made by the user', { missingPermissions: ['ExternalClientAppDeveloper'] }],
    ['may not be seen by the user', { missingPermissions: ['ExternalClientAppViewer'] }],
  ];
  for (const refusalWording of ['usual', 'other'] as const) {
    for (const [cause, options] of CAUSES) {
      for (const identityProvider of ['on', 'off'] as const) {
        it(`since they ${cause} are told with the rights, the switch and the editions, in the ${refusalWording} words, with the identity provider ${identityProvider}`, async () => {
          org = await startEmulatedOrg({ identityProvider, refusalWording, ...options });
          const run = await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID);
          const error = errorOf(run);
          expect(error).to.include({ name: 'ExternalClientAppRefusedError', exitCode: 1 });
          const { problems } = error.data as { problems: Array<{ problem: string }> };
          for (const words of new Set(problems.map(({ problem }) => problem))) {
            expect(error.message.split(words)).to.have.length(2);
          }
          const advice = error.actions?.join('\n') ?? '';
          expect(advice).to.contain('View all External Client Apps, view their settings, and edit their policies');
          expect(advice).to.contain('create and to edit').and.contain('External Client Apps > Settings');
          expect(advice).to.contain('Developer, Performance and Unlimited');
          expect([...org.state.components.keys()].filter((key) => key.includes('Twilio'))).to.deep.equal([]);
        });
      }
    }
  }

  it('are not made again over one that the user may not see', async () => {
    org = await startEmulatedOrg({ identityProvider: 'on' });
    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    const { id } = org.state.components.get('ExternalClientApplication:Twilio_Frontline')!;
    org.state.options.missingPermissions = ['ExternalClientAppViewer'];
    const error = errorOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    expect(error.name).to.equal('ExternalClientAppRefusedError');
    expect(org.state.components.get('ExternalClientApplication:Twilio_Frontline')?.id).to.equal(id);
  });
});

describe('the role of an external client app that takes no literal, in various orgs', () => {
  // The other orgs are tried in test/slow.
  ROLE_FIELD_ORGS.slice(0, 2).forEach(itComesFromAField);
});
