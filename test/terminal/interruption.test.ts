import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { findRows } from '../org/rows.ts';
import { REALM_SID } from '../support/deployed-org.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/** How a process ended. `screen` is what a terminal would get: both outputs, in the order in which they were written. */
type Ended = { code: number | null; stdout: string; screen: string };

describe('a command that is stopped by a signal', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    org = await startEmulatedOrg({ pollsUntilDone: 100_000 });
    folder = mkdtempSync(join(tmpdir(), 'frontline-interruption-'));
  });

  afterEach(async () => {
    await org.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a deploy in a process of its own, and stops it once the org has a deployment under way. */
  async function stopped(
    signal: NodeJS.Signals,
    { flags = [], env = {} }: { flags?: string[]; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Ended> {
    const args = [BIN, 'frontline', 'sso', 'deploy', '--target-org', org.token, '--realm-sid', REALM_SID, ...flags];
    const screen = openSync(join(folder, 'screen'), 'a');
    const child = spawn(process.execPath, args, {
      env: { ...process.env, SF_ORG_INSTANCE_URL: org.url, ...env },
      stdio: ['ignore', flags.includes('--json') ? 'pipe' : screen, screen],
    });
    let stdout = '';
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    while (!org.log.some(({ operation }) => /^GET .*deployRequest/.test(operation))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number | null];
    closeSync(screen);
    return { code, stdout, screen: readFileSync(join(folder, 'screen'), 'utf8') };
  }

  function jobId(): string {
    return findRows(org.state, 'DeployRequest')[0]?.Id ?? '';
  }

  it('names the deployment that goes on, and the command that looks again', async () => {
    const { code, screen } = await stopped('SIGINT');
    expect(code).to.equal(130);
    expect(screen).to.contain(
      `Stopped by a signal while the deployment ${jobId()} was under way; it goes on in the org.`,
    );
    expect(screen).to.contain(`sf frontline sso deploy --job-id ${jobId()}`);
    expect(screen).not.to.contain('    at ');
  });

  it('says so last, below the stages that a terminal shows live', async () => {
    const { screen } = await stopped('SIGINT', { env: { MSO_DISABLE_CI_MODE: 'true' } });
    expect(screen).to.contain('Elapsed Time');
    expect(screen.indexOf('Stopped by a signal')).to.be.greaterThan(screen.lastIndexOf('Elapsed Time'));
  });

  it('says the same as JSON to a program', async () => {
    const { code, stdout } = await stopped('SIGTERM', { flags: ['--json'] });
    expect(code).to.equal(143);
    expect(JSON.parse(stdout)).to.deep.include({ name: 'InterruptedError', data: { deploymentIds: [jobId()] } });
  });
});
