import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import SsoDeploy, { type SsoDeployResult } from '../../../plugin/commands/frontline/sso/deploy.ts';
import SsoGenerate from '../../../plugin/commands/frontline/sso/generate.ts';
import { SHIPPED_SOURCE } from '../../../plugin/salesforce/source/metadata-source.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../../org/emulated-org.ts';
import { REALM_SID } from '../../support/deployed-org.ts';
import { resultOf, runCommand, type CommandRun } from '../../support/run-command.ts';

/** Git on Windows gives every file of a checkout CR LF line ends (`core.autocrlf`). */
describe('a source that was checked out on Windows', () => {
  let org: EmulatedOrg;
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'frontline-windows-'));
    await cp(SHIPPED_SOURCE, directory, { recursive: true });
    await edit('main/permissionsets/Twilio_Frontline_Agent.permissionset-meta.xml', 'may sign in', 'may\nsign in');
    await edit('main/connectedApps/Twilio_Frontline.connectedApp-meta.xml', /'agent'|&apos;agent&apos;/, FORMULA);
    await edit(SAML_POLICIES, /'agent'|&apos;agent&apos;/, FORMULA);
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        await edit(join(entry.parentPath, entry.name).slice(directory.length), /\n/g, '\r\n');
      }
    }
  });
  afterEach(async () => {
    await org.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const FORMULA = "IF(\n  TRUE,\n  'agent',\n  '')";
  const SAML_POLICIES =
    'external-client-app/extlClntAppSamlConfigurablePolicies/Twilio_Frontline_samlPlcy.ecaSamlPlcy-meta.xml';

  async function edit(file: string, part: string | RegExp, instead: string): Promise<void> {
    const path = join(directory, file);
    await writeFile(path, (await readFile(path, 'utf8')).replace(part, instead));
  }

  function deploy(): Promise<CommandRun<SsoDeployResult>> {
    return runCommand(SsoDeploy, org, '--source-dir', directory, '--realm-sid', REALM_SID);
  }

  for (const connectedAppCreation of ['allowed', 'blocked'] as const) {
    it(`deploys line feeds alone where connected apps are ${connectedAppCreation}, and is found as planned`, async () => {
      org = await startEmulatedOrg({ connectedAppCreation });
      resultOf(await deploy());
      const files = [...org.state.components.values()].flatMap(({ files: own }) => [...own]);
      const texts = files.map(([, content]) => content.toString('utf8'));
      expect(texts.filter((text) => text.includes('IF(\n  TRUE,\n')).length).to.equal(1);
      expect(texts.filter((text) => text.includes('may\nsign in')).length).to.equal(1);
      expect(files.filter(([, content]) => /\r|&#(?:x0*D|0*13);/i.test(content.toString('utf8')))).to.deep.equal([]);
      expect(resultOf(await deploy()).outcome).to.equal('unchanged');
    });
  }

  it('has the files that sso generate would write, so none of them is written over', async () => {
    org = await startEmulatedOrg({ connectedAppCreation: 'allowed' });
    const generated = await mkdtemp(join(tmpdir(), 'frontline-generated-'));
    try {
      const generate = (): ReturnType<typeof runCommand<{ files: Array<{ path: string; state: string }> }>> =>
        runCommand(SsoGenerate, org, '--realm-sid', REALM_SID, '--output-dir', generated);
      const { files } = resultOf(await generate());
      for (const { path } of files) {
        const target = join(generated, path);
        await writeFile(target, (await readFile(target, 'utf8')).replaceAll('\n', '\r\n'));
      }
      expect(resultOf(await generate()).files.map(({ state }) => state)).to.deep.equal(files.map(() => 'unchanged'));
    } finally {
      await rm(generated, { recursive: true, force: true });
    }
  });
});
