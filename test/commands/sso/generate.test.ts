import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import SsoDeploy from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoGenerate, { type SsoGenerateResult } from '../../../plugin/commands/frontline/sso/generate.ts';
import SsoPreview from '../../../plugin/commands/frontline/sso/preview.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { strictProblems } from '../../org/metadata/model/strict-check.ts';
import type { OrgOptions } from '../../org/state.ts';
import { connectionTo } from '../../support/connection.ts';
import { errorOf, resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

const REALM = ['--realm-sid', 'JB0123456789abcdef0123456789abcdef'];

describe('sso generate', () => {
  let org: EmulatedOrg;
  let folder: string;

  async function start(options: OrgOptions = {}): Promise<void> {
    org = await startEmulatedOrg({
      identityProvider: 'off',
      connectedAppCreation: 'allowed',
      appWithoutIdentityProvider: 'accepted',
      ...options,
    });
    folder = await mkdtemp(join(tmpdir(), 'frontline-generate-'));
  }

  function generate(...flags: string[]): Promise<CommandRun<SsoGenerateResult>> {
    const output = flags.includes('--output-dir') ? [] : ['--output-dir', folder];
    return runCommand(SsoGenerate, org, ...REALM, ...output, ...flags);
  }

  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("writes nothing among the plugin's own source", async () => {
    await start();
    const before = await readdir(SHIPPED_SOURCE, { recursive: true });
    for (const directory of [SHIPPED_SOURCE, join(SHIPPED_SOURCE, 'main', 'main', 'default')]) {
      const error = errorOf(await generate('--output-dir', directory));
      expect(error).to.include({ name: 'OutputDirIsSourceError', exitCode: 1 });
    }
    expect(await readdir(SHIPPED_SOURCE, { recursive: true })).to.deep.equal(before);
  });

  for (const kind of ['connected-app', 'external-client-app']) {
    it(`writes a ${kind} that can be deployed unchanged, and then only access is left to give`, async () => {
      await start();
      const { files } = resultOf(await generate('--app-type', kind));
      for (const { path } of files.filter((file) => file.path.endsWith('.xml'))) {
        expect(strictProblems(await readFile(join(folder, path), 'utf8')), path).to.deep.equal([]);
      }
      const deploy = await ComponentSet.fromSource(folder).deploy({ usernameOrConnection: await connectionTo(org) });
      const { response } = await deploy.pollStatus();
      expect(response.success, JSON.stringify(response.details?.componentFailures)).to.equal(true);
      const { changes } = resultOf(await runCommand(SsoPreview, org, ...REALM));
      const left = changes.filter(({ action }) => action !== 'keep').map(({ step }) => step);
      expect(left).to.deep.equal(['access', 'access']);
      expect(resultOf(await runCommand(SsoDeploy, org, '--source-dir', folder)).outcome).to.equal('changed');
      expect(resultOf(await runCommand(SsoPreview, org)).changes.every(({ action }) => action === 'keep')).to.equal(
        true,
      );
    });
  }

  it('leaves out the certificate if the org has it, and writes nothing twice', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    const first = resultOf(await generate());
    expect(first.includesCertificate).to.equal(false);
    expect(first.files.map(({ path }) => path)).to.deep.equal([
      'connectedApps/Twilio_Frontline.connectedApp-meta.xml',
      'permissionsets/Twilio_Frontline_Agent.permissionset-meta.xml',
      'profiles/Admin.profile-meta.xml',
    ]);
    const second = resultOf(await generate());
    expect(second.files.map(({ state }) => state)).to.deep.equal(['unchanged', 'unchanged', 'unchanged']);
    expect(resultOf(await runCommand(SsoDeploy, org, '--source-dir', folder)).outcome).to.equal('unchanged');
  });

  it('keeps a file that somebody changed, unless a flag says to overwrite it', async () => {
    await start();
    resultOf(await generate());
    const app = join(folder, 'connectedApps/Twilio_Frontline.connectedApp-meta.xml');
    await writeFile(app, 'mine');
    const error = errorOf(await generate());
    expect(error).to.include({ name: 'FilesDifferError', exitCode: 1 });
    expect(await readFile(app, 'utf8')).to.equal('mine');
    const { files } = resultOf(await generate('--overwrite'));
    expect(files.find(({ path }) => path.startsWith('connectedApps/'))?.state).to.equal('changed');
    expect(await readFile(app, 'utf8')).to.contain('<ConnectedApp');
  });

  it('writes nothing if the org has an app of the other kind, since the setup could not be deployed then', async () => {
    await start();
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    expect(errorOf(await generate('--app-type', 'external-client-app'))).to.include({ name: 'OtherAppKindError' });
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('ends with a command that no shell misreads', async () => {
    await start();
    const run = await generate('--output-dir', join(folder, "my 'dir"));
    expect(resultOf(run).files).not.to.deep.equal([]);
    expect(run.stdout).to.contain(`--source-dir "${folder}/my 'dir" --target-org`);
  });

  it('names --output-dir outside a DX project', async () => {
    await start();
    const before = process.cwd();
    process.chdir(folder);
    try {
      const error = errorOf(await runCommand(SsoGenerate, org, ...REALM));
      expect(error).to.include({ name: 'ProjectMissingError', exitCode: 2 });
      expect(error.message).to.contain(process.cwd());
      expect(error.actions?.join()).to.contain('run the same command with --output-dir');
    } finally {
      process.chdir(before);
    }
  });

  it('warns of what a deploy would warn of', async () => {
    await start();
    const capitals = await runCommand(
      SsoGenerate,
      org,
      ...['--realm-sid', 'JB0123456789ABCDEF0123456789ABCDEF', '--output-dir', folder],
    );
    expect(resultOf(capitals).warnings.join()).to.contain('has capital letters among its digits');
    expect(capitals.stderr).to.contain('capital letters');
  });

  it('says that a folder cannot be written', async () => {
    await start();
    await writeFile(join(folder, 'connectedApps'), 'a file');
    expect(errorOf(await generate()).name).to.equal('OutputDirUnwritableError');
  });
});
