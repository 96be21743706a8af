import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import CertificateRotate from '../../plugin/commands/frontline/certificate/rotate.ts';
import SsoDeploy, { type SsoDeployResult } from '../../plugin/commands/frontline/sso/deploy.ts';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import type { SeveralOrgs } from '../../plugin/several-orgs/org-outcomes.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { REALM_SID } from '../support/deployed-org.ts';
import { logIn } from '../support/logged-in-orgs.ts';
import { captured, errorOf, resultOf, runCommand } from '../support/run-command.ts';
import { itWith, systemHas } from '../support/system-abilities.ts';

const REALM = ['--realm-sid', REALM_SID];

describe('an output folder that cannot be written', () => {
  let org: EmulatedOrg;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    folder = await mkdtemp(join(tmpdir(), 'frontline-output-'));
    file = join(folder, 'file');
    await writeFile(file, '');
  });
  afterEach(async () => {
    await org.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const commands = [
    ['deploy', () => runCommand(SsoDeploy, org, ...REALM, '--output-dir', file)],
    ['export', () => runCommand(SsoExport, org, '--output-dir', file)],
    ['generate', () => runCommand(SsoGenerate, org, ...REALM, '--output-dir', file)],
    ['rotate', () => runCommand(CertificateRotate, org, '--output-dir', file)],
  ] as const;
  for (const [name, run] of commands) {
    it(`is reported before any request to the org, with ${name}`, async () => {
      const error = errorOf<unknown>(await run());
      expect(error).to.include({
        name: 'OutputDirUnwritableError',
        message: `The folder "${file}" cannot be written: ${file} is a file, not a folder.`,
        exitCode: 1,
      });
      // The Salesforce libraries send these two requests, for the flag that names the org.
      const asked = org.log.filter(({ operation }) => !/FROM Organization$|services\/data$/.test(operation));
      expect(asked).to.deep.equal([]);
    });
  }

  itWith('links', 'is reported in plain words, whatever the cause', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    const cases: Array<[path: string, reason: RegExp]> = [[join(folder, 'link'), /does not exist\.$/]];
    if (process.platform === 'win32') {
      // On Windows, neither path below exists, so the nearest folder above them is tried.
      cases.push([join(file, 'below'), /is a file, not a folder\.$/]);
    } else {
      cases.push([join(file, 'below'), /lies below a file, not below a folder\.$/]);
      cases.push([join(folder, 'x'.repeat(300)), /has a name that is too long\.$/]);
    }
    if (systemHas('file-modes')) {
      await mkdir(join(folder, 'closed'));
      await chmod(join(folder, 'closed'), 0o500);
      cases.push([join(folder, 'closed', 'new', 'below'), /\(no permission\)\.$/]);
    }
    for (const [path, reason] of cases) {
      const { message } = errorOf(await runCommand(SsoDeploy, org, ...REALM, '--output-dir', path));
      expect(message)
        .to.match(reason)
        .and.contain(path)
        .and.not.match(/E[A-Z]{4,}|\.frontline-/);
    }
  });

  it('is reported before any org of a definition file is changed', async () => {
    await logIn(org, 'north');
    const definition = join(folder, 'orgs.json');
    await writeFile(definition, JSON.stringify({ orgs: [{ org: 'north', realmSid: REALM_SID }] }));
    const flags = ['--definition-file', definition, '--output-dir'];
    expect(errorOf(await captured(SsoDeploy, [...flags, file])).name).to.equal('OutputDirUnwritableError');
    await writeFile(join(folder, 'north'), '');
    const run = await captured(SsoDeploy, [...flags, folder]);
    const [north] = (resultOf(run) as SeveralOrgs<SsoDeployResult>).orgs;
    expect(north && 'error' in north && north.error.name).to.equal('OutputDirUnwritableError');
    expect(org.log.filter(({ operation }) => /deploy/i.test(operation))).to.deep.equal([]);
  });

  it('leaves nothing behind if the org refuses', async () => {
    org.state.options.connectedAppCreation = 'blocked';
    const output = join(folder, 'new', 'below');
    errorOf(await runCommand(SsoDeploy, org, ...REALM, '--app-type', 'connected-app', '--output-dir', output));
    expect(await readdir(folder)).to.deep.equal(['file']);
  });

  it('hides nothing that was done, if it is found only afterwards', async () => {
    await mkdir(join(folder, 'twilio-sso.html'));
    const error = errorOf(await runCommand(SsoDeploy, org, ...REALM, '--output-dir', folder));
    expect(error).to.include({ name: 'ValuesNotWrittenError', exitCode: 1 });
    expect(error.message)
      .to.contain('The command did its work')
      .and.contain(`not written to "${folder}": twilio-sso.html is a folder.`);
    const { outcome, deployments, handOff } = error.data as SsoDeployResult;
    expect(outcome).to.equal('changed');
    expect(deployments).not.to.deep.equal([]);
    expect(handOff?.realmSid).to.equal(REALM_SID);
  });

  it('does not hide that a certificate was made', async () => {
    resultOf(await runCommand(SsoDeploy, org, ...REALM));
    await mkdir(join(folder, 'twilio-sso.html'));
    const error = errorOf(await runCommand(CertificateRotate, org, '--output-dir', folder));
    expect(error.name).to.equal('ValuesNotWrittenError');
    expect(error.data).to.include({ step: 'create', outcome: 'changed' });
  });
});
