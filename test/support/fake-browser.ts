import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What stands where the system's opener of addresses would be found, under its names on every system. */
export type FakeBrowser = {
  /** What the opener was called with, a line an argument. */
  opened(): Promise<string[]>;
  /** Lets an opener of the kind `lasting` come to its end. */
  close(): void;
  remove(): Promise<void>;
};

/** `none`: there is no opener; `refusing`: it ends with an error; `lasting`: it runs as long as the browser. */
export type FakeBrowserKind = 'opening' | 'refusing' | 'lasting' | 'none';

/** Puts a fake opener before everything else on the PATH of this process, or takes all away from it. */
export async function installFakeBrowser(kind: FakeBrowserKind): Promise<FakeBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'frontline-browser-'));
  const path = process.env['PATH'];
  const log = join(folder, 'opened');
  const fifo = join(folder, 'fifo');
  await writeFile(log, '');
  if (kind !== 'none') {
    execFileSync('mkfifo', [fifo]);
    const ending = { opening: 'exit 0', refusing: 'exit 3', lasting: `read line < '${fifo}'` }[kind];
    for (const name of ['xdg-open', 'open', 'rundll32']) {
      const program = join(folder, name);
      await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\n${ending}\n`);
      await chmod(program, 0o755);
    }
  }
  process.env['PATH'] = kind === 'none' ? folder : [folder, path].join(delimiter);
  return {
    opened: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== ''),
    close: () => void execFileSync('/bin/sh', ['-c', `echo > '${fifo}'`]),
    remove: async () => {
      process.env['PATH'] = path;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
