import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../test/org/emulated-org.ts';
import { installSf, type Sf } from './support/sf.ts';

const CLI = join(import.meta.dirname, '..', 'test', 'live', 'cli.ts');

type LiveRun = { exitCode: number | null; stdout: string; stderr: string };

describe('the suite for live orgs, by the login of the Salesforce CLI', () => {
  let sf: Sf;
  let org: EmulatedOrg;

  before(async () => {
    sf = await installSf();
  });

  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', kind: 'scratch', deletedCertificateRows: 'hidden' });
    await sf.logIn(org, 'live');
  });

  afterEach(() => org.stop());

  after(() => sf.remove());

  /** Starts the suite as `npm run test:live` does, in the home of the CLI. */
  function start(...flags: string[]): ChildProcess {
    const { http_proxy: _a, https_proxy: _b, HTTP_PROXY: _c, HTTPS_PROXY: _d, ...others } = process.env;
    const home = join(sf.folder, 'home');
    const env = {
      ...others,
      HOME: home,
      USERPROFILE: home,
      SF_DISABLE_TELEMETRY: 'true',
      SF_DISABLE_DNS_CHECK: 'true',
    };
    const stores = { SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_LOG_FILE: 'true', NO_COLOR: '1' };
    return spawn(process.execPath, [CLI, ...flags], { cwd: sf.folder, env: { ...env, ...stores } });
  }

  async function endOf(child: ChildProcess): Promise<LiveRun> {
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout!), text(child.stderr!)]);
    return { exitCode, stdout, stderr };
  }

  function madeBySuite(): string[] {
    return [...org.state.components.keys()].filter((key) => key.includes('FrontlineLive_'));
  }

  it('ends with the table, and leaves nothing of its own', async () => {
    const { exitCode, stdout, stderr } = await endOf(start('--target-org', 'live'));
    expect(stdout, stderr).to.match(/\d+ passed, 0 failed, 0 skipped/);
    expect(stdout).to.match(/fails +The org lets the Metadata API create a connected app\./);
    expect(stdout).to.match(/\d+ hold, \d+ fail, \d+ not tried/);
    expect(stdout).not.to.contain(org.token);
    expect(exitCode).to.equal(0);
    expect(madeBySuite()).to.deep.equal([]);
  });

  it('deletes what it made when it is interrupted', async () => {
    const child = start('--target-org', 'live');
    child.stdout!.on('data', (chunk: Buffer) => {
      if (/passed {2}the identity provider is switched on/.test(chunk.toString())) {
        child.kill('SIGINT');
      }
    });
    const { exitCode, stdout, stderr } = await endOf(child);
    expect(stderr).to.contain('then everything is deleted');
    expect(stdout).to.match(/[1-9]\d* skipped/);
    expect(exitCode).to.equal(130);
    expect(madeBySuite()).to.deep.equal([]);
  });

  it('refuses a production org, and says the word that lifts it', async () => {
    const production = await startEmulatedOrg({ kind: 'production' });
    await sf.logIn(production, 'production');
    const { exitCode, stderr } = await endOf(start('--target-org', 'production'));
    const changes = production.log.filter(({ method }) => method !== 'GET');
    await production.stop();
    expect(stderr).to.contain('it is a production org').and.to.contain('--allow-production');
    expect(exitCode).to.equal(1);
    expect(changes).to.deep.equal([]);
  });

  it('tells how it is used where no org is named', async () => {
    const { exitCode, stderr } = await endOf(start());
    expect(stderr).to.contain('Usage: npm run test:live -- --target-org');
    expect(exitCode).to.equal(2);
  });
});
