import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EmulatedOrg } from '../../test/org/emulated-org.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SF = join(ROOT, 'e2e', 'node_modules', '.bin', 'sf');

/** The unmodified Salesforce CLI with the plugin linked, in a home of its own. */
export type Sf = {
  /** A scratch folder that goes away at the end. */
  folder: string;
  /** Runs `sf` with some words; never fails by itself. */
  run(words: string[], options?: SfOptions): Promise<SfRun>;
  /** The `result` of a command that must succeed. */
  json<T>(words: string[], options?: SfOptions): Promise<T>;
  /** Logs in to an emulated org under an alias. */
  logIn(org: EmulatedOrg, alias: string, env?: Record<string, string>): Promise<void>;
  remove(): Promise<void>;
};

export type SfOptions = { cwd?: string; env?: Record<string, string> };

export type SfRun = { exitCode: number; stdout: string; stderr: string };

/** Installs nothing and reaches nobody: the CLI finds no proxy, sends no telemetry, and looks for no update. */
function environment(home: string): Record<string, string> {
  const { http_proxy: _a, https_proxy: _b, HTTP_PROXY: _c, HTTPS_PROXY: _d, ...others } = process.env;
  return {
    ...(others as Record<string, string>),
    // Sentences stay whole, so that tests can look for them.
    OCLIF_COLUMNS: '1000',
    PATH: [join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    CI: 'true',
    NO_COLOR: '1',
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_DISABLE_DNS_CHECK: 'true',
    SFDX_IGNORE_API_VERSION_CACHE: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    OCLIF_DISABLE_LINKED_ESM_WARNING: '1',
  };
}

export async function installSf(): Promise<Sf> {
  const folder = await mkdtemp(join(tmpdir(), 'frontline-e2e-'));
  const env = environment(join(folder, 'home'));
  await mkdir(join(folder, 'home'), { recursive: true });
  const run = (words: string[], options: SfOptions = {}): Promise<SfRun> =>
    new Promise((resolve) => {
      execFile(
        SF,
        words,
        { cwd: options.cwd ?? folder, env: { ...env, ...options.env }, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
      );
    });
  const json = async <T>(words: string[], options?: SfOptions): Promise<T> => {
    const { exitCode, stdout, stderr } = await run([...words, '--json'], options);
    if (exitCode !== 0) {
      throw new Error(`sf ${words.join(' ')} ended with ${exitCode}\n${stdout}\n${stderr}`);
    }
    return (JSON.parse(stdout) as { result: T }).result;
  };
  await expectSuccess(run, ['plugins', 'link', ROOT, '--no-install']);
  return {
    folder,
    run,
    json,
    logIn: (org, alias, more) =>
      expectSuccess(run, ['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', alias], {
        env: { ...more, SF_ACCESS_TOKEN: org.token },
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function expectSuccess(run: Sf['run'], words: string[], options?: SfOptions): Promise<void> {
  const { exitCode, stdout, stderr } = await run(words, options);
  if (exitCode !== 0) {
    throw new Error(`sf ${words.slice(0, 3).join(' ')} ended with ${exitCode}\n${stdout}\n${stderr}`);
  }
}

/** A copy of the repository's DX project, so that what the CLI writes beside it goes away with the folder. */
export async function copyProject(folder: string): Promise<string> {
  const project = join(folder, 'project');
  await mkdir(project);
  for (const name of ['force-app', 'sfdx-project.json', '.forceignore', 'config']) {
    await cp(join(ROOT, name), join(project, name), { recursive: true });
  }
  return project;
}
