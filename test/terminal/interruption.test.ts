import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { findRows } from '../org/rows.ts';
import { REALM_SID } from '../support/deployed-org.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

type Ended = { code: number | null; stdout: string; stderr: string };

describe('a command that is stopped by a signal', () => {
  let org: EmulatedOrg;

  afterEach(() => org.stop());

  /** Runs a deploy in a process of its own, and stops it once the org has a deployment under way. */
  async function stopped(signal: NodeJS.Signals, ...flags: string[]): Promise<Ended> {
    org = await startEmulatedOrg({ pollsUntilDone: 100_000 });
    const args = [BIN, 'frontline', 'sso', 'deploy', '--target-org', org.token, '--realm-sid', REALM_SID, ...flags];
    const child = spawn(process.execPath, args, { env: { ...process.env, SF_ORG_INSTANCE_URL: org.url } });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (ended.stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (ended.stderr += String(chunk)));
    while (!org.log.some(({ operation }) => /^GET .*deployRequest/.test(operation))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill(signal);
    [ended.code] = (await once(child, 'close')) as [number | null];
    return ended;
  }

  it('names the deployment that goes on, and the command that looks again', async () => {
    const { code, stderr } = await stopped('SIGINT');
    const [{ Id: id } = { Id: '' }] = findRows(org.state, 'DeployRequest');
    expect(code).to.equal(130);
    expect(stderr).to.contain(`Stopped by a signal while the deployment ${id} was under way; it goes on in the org.`);
    expect(stderr).to.contain(`sf frontline sso deploy --job-id ${id}`);
    expect(stderr).not.to.contain('    at ');
  });

  it('says the same as JSON to a program', async () => {
    const { code, stdout } = await stopped('SIGTERM', '--json');
    const [{ Id: id } = { Id: '' }] = findRows(org.state, 'DeployRequest');
    expect(code).to.equal(143);
    expect(JSON.parse(stdout)).to.deep.include({ name: 'InterruptedError', data: { deploymentIds: [id] } });
  });
});
