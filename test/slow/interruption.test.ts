import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startEmulatedOrg, type EmulatedOrg } from '../org/emulated-org.ts';
import { findRows } from '../org/database/rows.ts';
import SsoDeploy from '../../plugin/commands/frontline/sso/deploy.ts';
import { REALM_SID, startDeployedOrg } from '../support/deployed-org.ts';
import { resultOf, runCommand } from '../support/run-command.ts';
import { sendSignal, signalArguments, signalChannel } from '../support/signals.ts';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/** How a process ended. `screen` is what a terminal would show: both outputs, in the order in which they were written. */
type Ended = { code: number | null; stdout: string; screen: string };

describe('a command that is stopped by a signal', () => {
  let org: EmulatedOrg;
  let folder: string;

  beforeEach(async () => {
    org = await startEmulatedOrg({ identityProvider: 'off', pollsUntilDone: 100_000 });
    folder = mkdtempSync(join(tmpdir(), 'frontline-interruption-'));
  });

  afterEach(async () => {
    await org.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a deploy in a process of its own, and stops it once the org has a deployment under way, or as `at` says. */
  async function stopped(
    signal: NodeJS.Signals,
    { flags = [], env = {}, at }: { flags?: string[]; env?: NodeJS.ProcessEnv; at?: Promise<void> } = {},
  ): Promise<Ended> {
    const words = ['frontline', 'sso', 'deploy', '--target-org', org.token, '--realm-sid', REALM_SID, ...flags];
    const screen = openSync(join(folder, 'screen'), 'a');
    const child = spawn(process.execPath, [...signalArguments(), BIN, ...words], {
      env: { ...process.env, SF_ORG_INSTANCE_URL: org.url, ...env },
      stdio: ['ignore', flags.includes('--json') ? 'pipe' : screen, screen, ...signalChannel()],
    });
    let stdout = '';
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    await at;
    while (at === undefined && !org.log.some(({ operation }) => /^GET .*deployRequest/.test(operation))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    sendSignal(child, signal);
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
      `Stopped by a signal while the deployment ${jobId()} was under way. It goes on in the org.`,
    );
    expect(screen).to.match(new RegExp(`sf frontline sso deploy --target-org \\S+ --job-id ${jobId()}`));
    expect(screen).not.to.contain('    at ');
    expect(screen, 'the stage did not fail')
      .to.contain('Certificate, identity provider and app (')
      .and.not.match(/[✘×]/);
  });

  it('says so at the end, below the stages that a terminal shows live', async () => {
    const { screen } = await stopped('SIGINT', { env: { MSO_DISABLE_CI_MODE: 'true' } });
    expect(screen).to.contain('Elapsed Time');
    expect(screen.indexOf('Stopped by a signal')).to.be.greaterThan(screen.lastIndexOf('Elapsed Time'));
  });

  it('names the command that gives access again, if an app may get another id', async () => {
    await org.stop();
    org = await startDeployedOrg({ connectedAppCreation: 'blocked' });
    const flags = ['--contact-email', 'new@example.test'];
    const command =
      /sf frontline access assign --target-org \S+ --app-name Twilio_Frontline --app-type external-client-app/;
    const words = ({ screen }: Ended): string => screen.replace(/\s+/g, ' ');

    const given = hangingAt(/composite\/sobjects/);
    const granting = await stopped('SIGINT', { flags, at: given.met });
    given.remove();
    expect(granting.code).to.equal(130);
    expect(words(granting)).to.contain('before access was given again').and.match(command);

    resultOf(await runCommand(SsoDeploy, org, '--realm-sid', REALM_SID));
    const looked = hangingAt(/deployRequest\/0Af/);
    const deploying = await stopped('SIGINT', { flags: ['--contact-email', 'newer@example.test'], at: looked.met });
    looked.remove();
    expect(words(deploying)).to.contain('It goes on in the org').and.match(command);
  });

  function hangingAt(path: RegExp): { met: Promise<void>; remove: () => void } {
    let met = (): void => undefined;
    const promise = new Promise<void>((resolve) => (met = resolve));
    const { remove } = org.inject({ path, times: -1, action: { kind: 'hang', met: () => met() } });
    return { met: promise, remove };
  }

  it('says the same in JSON', async () => {
    const { code, stdout } = await stopped('SIGTERM', { flags: ['--json'] });
    expect(code).to.equal(143);
    expect(JSON.parse(stdout)).to.deep.include({ name: 'InterruptedError', data: { deploymentIds: [jobId()] } });
  });
});
