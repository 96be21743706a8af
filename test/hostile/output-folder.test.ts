import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import SsoExport from '../../plugin/commands/frontline/sso/export.ts';
import SsoGenerate from '../../plugin/commands/frontline/sso/generate.ts';
import { writeInside } from '../../plugin/files/write-inside.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { errorOf, resultOf, runCommand } from '../support/run-command.ts';
import { itWith } from '../support/system-abilities.ts';

describe('an output folder with traps in it', () => {
  let outside: string;
  let directory: string;
  let org: EmulatedOrg;

  before(async () => {
    org = await startDeployedOrg({ identityProvider: 'off' });
  });
  after(() => org.stop());

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'frontline-outside-'));
    directory = join(outside, 'folder');
    await mkdir(directory);
    await writeFile(join(outside, 'precious'), 'untouched');
  });

  afterEach(async () => {
    expect(await readFile(join(outside, 'precious'), 'utf8')).to.equal('untouched');
    expect((await readdir(outside)).sort()).to.deep.equal(['folder', 'precious']);
    await rm(outside, { recursive: true, force: true });
  });

  itWith('links', 'gets files in place of links to files outside', async () => {
    await symlink(join(outside, 'precious'), join(directory, 'twilio-sso.html'));
    await symlink(join(outside, 'precious'), join(directory, 'SalesforceSSO.pem'));
    await symlink(join(outside, 'new'), join(directory, 'twilio-sso.json'));
    resultOf(await runCommand(SsoExport, org, '--output-dir', directory));
    for (const name of await readdir(directory)) {
      expect((await lstat(join(directory, name))).isFile(), name).to.equal(true);
    }
  });

  it('keeps its other files, and no incomplete file stays', async () => {
    await writeFile(join(directory, 'notes.txt'), 'mine');
    resultOf(await runCommand(SsoExport, org, '--output-dir', directory));
    expect((await readdir(directory)).sort()).to.deep.equal([
      'SalesforceSSO.pem',
      'notes.txt',
      'twilio-sso.html',
      'twilio-sso.json',
      'twilio-sso.txt',
    ]);
    expect(await readFile(join(directory, 'notes.txt'), 'utf8')).to.equal('mine');
  });

  itWith('links', 'gets no metadata through a link to a folder outside', async () => {
    await symlink(outside, join(directory, 'connectedApps'));
    const run = await runCommand(SsoGenerate, org, '--realm-sid', REALM_SID, '--output-dir', directory);
    expect(errorOf(run).name).to.equal('OutputDirUnwritableError');
  });

  it('leads to an error that says why a file cannot be written', async () => {
    await mkdir(join(directory, 'twilio-sso.html', 'sub'), { recursive: true });
    const run = await runCommand(SsoExport, org, '--output-dir', directory);
    expect(errorOf(run)).to.include({
      name: 'OutputDirUnwritableError',
      message: `The folder "${directory}" cannot be written: twilio-sso.html is a folder.`,
    });
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });

  it('gets every file inside itself, whatever its name', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'a', '...', '..\\', 'precious', 'C:', '~', '%2e%2e'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
        const written = await writeInside(directory, parts.join('/'), 'x').catch(() => undefined);
        expect(written === undefined || written.startsWith(directory + sep)).to.equal(true);
      }),
    );
  });
});
