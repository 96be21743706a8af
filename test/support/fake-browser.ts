import { existsSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A fake for the system's opener of addresses. It has the opener's names on every system. */
export type FakeBrowser = {
  /** The arguments of all calls of the opener, one on each line. */
  opened(): Promise<string[]>;
  /** The addresses among them. On Windows, the name of a handler comes before the address. */
  addresses(): Promise<string[]>;
  /** Ends an opener of the kind `lasting`. */
  close(): void;
  remove(): Promise<void>;
};

/** `none`: there is no opener; `refusing`: it ends with an error; `lasting`: it runs as long as the browser. */
export type FakeBrowserKind = 'opening' | 'refusing' | 'lasting' | 'none';

/** A shell script, or on Windows Node.js under the opener's name, since Windows starts only programs. */
export type FakeOpenerForm = 'script' | 'program';

const OPENER_FORM: FakeOpenerForm = process.platform === 'win32' ? 'program' : 'script';

/** Puts a fake opener first on the PATH of this process, or empties the PATH. */
export async function installFakeBrowser(kind: FakeBrowserKind, form = OPENER_FORM): Promise<FakeBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'frontline-browser-'));
  const log = join(folder, 'opened');
  const closed = join(folder, 'closed');
  await writeFile(log, '');
  const environment: NodeJS.ProcessEnv = { PATH: [folder, process.env['PATH']].join(delimiter) };
  if (kind === 'none') {
    environment['PATH'] = folder;
  } else if (form === 'script') {
    await writeScripts(folder, kind, log, closed);
  } else {
    await copyFile(process.execPath, join(folder, process.platform === 'win32' ? 'rundll32.exe' : 'rundll32'));
    environment['NODE_OPTIONS'] = `--import ${pathToFileURL(join(import.meta.dirname, 'fake-opener.ts')).href}`;
    environment['FAKE_OPENER_LOG'] = log;
    environment['FAKE_OPENER_CLOSED'] = closed;
    environment['FAKE_OPENER_EXIT_CODE'] = { opening: '0', refusing: '3', lasting: undefined }[kind];
  }
  const restore = setEnvironment(environment);
  const opened = async (): Promise<string[]> => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  return {
    opened,
    addresses: async () => (await opened()).filter((line) => /^\w+:/.test(line)),
    close: () => writeFileSync(closed, ''),
    remove: async () => {
      restore();
      if (!existsSync(closed)) {
        writeFileSync(closed, '');
      }
      // Windows cannot remove the file of a program that still runs.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function writeScripts(
  folder: string,
  kind: Exclude<FakeBrowserKind, 'none'>,
  log: string,
  closed: string,
): Promise<void> {
  const ending = {
    opening: 'exit 0',
    refusing: 'exit 3',
    // It also ends if the folder is already gone, since nothing may outlive its test.
    lasting: `while [ -d '${folder}' ] && [ ! -e '${closed}' ]; do sleep 0.05; done`,
  }[kind];
  for (const name of ['xdg-open', 'open', 'rundll32']) {
    const program = join(folder, name);
    await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\n${ending}\n`);
    await chmod(program, 0o755);
  }
}

/** @returns a function that gives the variables their former values. */
function setEnvironment(values: NodeJS.ProcessEnv): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  const set = (entries: Iterable<readonly [string, string | undefined]>): void => {
    for (const [name, value] of entries) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
  };
  set(Object.entries(values));
  return () => set(before);
}
