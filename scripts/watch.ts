/** `npm run watch` checks the types all the time, and runs the tests that a change touches after each change. */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { touchedTests } from './touched-tests.ts';

const ROOT = join(import.meta.dirname, '..');
const WATCHED = ['plugin', 'test', 'messages', 'schemas', 'force-app', 'scripts', 'bench'];

/** The wait after a change in milliseconds, since editors write a file in several steps. */
const SETTLED_AFTER = 200;

start(
  'tools/typescript/node_modules/typescript/bin/tsc',
  ...['-p', 'tsconfig.json', '--watch', '--preserveWatchOutput'],
  ...['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/watch.tsbuildinfo'],
);
watchTests();

function start(program: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: 'inherit' });
}

function watchTests(): void {
  const changed = new Set<string>();
  let running: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const tests = touchedTests(changed);
    changed.clear();
    process.stdout.write(`\n${tests.length} test files are touched\n`);
    // The result of a run is out of date if a file changes during the run.
    running?.kill();
    running = tests.length === 0 ? undefined : start('node_modules/mocha/bin/mocha.js', '--parallel', ...tests);
  };
  for (const folder of WATCHED) {
    watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
      if (name !== null && !/(?:^|[\\/])\.|~$/.test(name)) {
        changed.add(join(folder, name));
        clearTimeout(timer);
        timer = setTimeout(run, SETTLED_AFTER);
      }
    });
  }
}
