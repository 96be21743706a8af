import { join } from 'node:path';
import { Config } from '@oclif/core';
import type { SfError } from '@salesforce/core';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { DeploymentReport } from '../../plugin/setup/deploy/deployment-report.ts';
import { installTransport } from '../../plugin/salesforce/api/transport.ts';
import { clock, setClock } from '../../plugin/http/clock.ts';
import type { SeveralOrgs } from '../../plugin/several-orgs/org-outcomes.ts';
import type { EmulatedOrg } from '../org/emulated-org.ts';
import { instantClock } from './instant-clock.ts';

/** The clock of this process before any test has replaced it. */
const SYSTEM_CLOCK = clock();

const ROOT = join(import.meta.dirname, '..', '..');

/** A command of the plugin. */
export type CommandClass<T> = { run(argv: string[], config: Config): Promise<unknown> } & (new (
  argv: string[],
  config: Config,
) => SfCommand<T>);

/** How a command ended in this process, and what it printed. */
export type CommandRun<T> = { result?: T; error?: SfError; exitCode: number; stdout: string; stderr: string };

let config: Promise<Config> | undefined;

/** The result of a command that worked in one org. */
type OfOneOrg<T> = Exclude<T, SeveralOrgs<unknown> | DeploymentReport>;

/** Runs a command of the plugin in this process against an org, as `sf … --target-org <token>` would. */
export async function runCommand<T>(
  command: CommandClass<T>,
  org: Pick<EmulatedOrg, 'url' | 'token'>,
  ...flags: string[]
): Promise<CommandRun<OfOneOrg<T>>> {
  process.env['SF_ORG_INSTANCE_URL'] = org.url;
  return (await captured(command, ['--target-org', org.token, ...flags])) as CommandRun<OfOneOrg<T>>;
}

/** Runs a command without an org. */
export async function captured<T>(command: CommandClass<T>, argv: string[]): Promise<CommandRun<T>> {
  config ??= Config.load({ root: ROOT });
  await config;
  // Loading the configuration may have loaded the built commands, which install their own transport.
  installTransport();
  const output = captureOutput();
  // A deploy waits for more than a second before it asks for its status again.
  const waits = clock() === SYSTEM_CLOCK;
  if (waits) {
    setClock(instantClock());
  }
  try {
    const result = (await command.run(argv, await config)) as T;
    return { result, exitCode: Number(process.exitCode ?? 0), ...output.texts() };
  } catch (error) {
    return { error: error as SfError, exitCode: Number(process.exitCode ?? 1), ...output.texts() };
  } finally {
    output.release();
    process.exitCode = undefined;
    if (waits) {
      setClock();
    }
  }
}

/** The result of a run that must have succeeded. If it failed, its error is thrown. */
export function resultOf<T>({ result, error }: CommandRun<T>): T {
  if (result === undefined) {
    throw error ?? new Error('the command gave no result');
  }
  return result;
}

/** The error of a run that must have failed. */
export function errorOf<T>({ result, error }: CommandRun<T>): SfError {
  if (error === undefined) {
    throw new Error(`the command succeeded with ${JSON.stringify(result)}`);
  }
  return error;
}

function captureOutput(): { texts: () => { stdout: string; stderr: string }; release: () => void } {
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const texts = { stdout: '', stderr: '' };
  const originals = {
    stdout: process.stdout.write.bind(process.stdout),
    stderr: process.stderr.write.bind(process.stderr),
  };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].write = (chunk: string | Uint8Array) => {
      texts[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
  }
  return {
    texts: () => ({ ...texts }),
    release: () => {
      streams.stdout.write = originals.stdout;
      streams.stderr.write = originals.stderr;
    },
  };
}
