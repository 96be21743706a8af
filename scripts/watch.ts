/** `npm run watch`: checks types all the time, and after each change runs the tests that it touches. */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { touchedTests } from './touched-tests.ts';

const ROOT = join(import.meta.dirname, '..');
const WATCHED = ['plugin', 'test', 'messages', 'schemas', 'force-app', 'scripts'];

/** Editors write a file in several steps. */
const SETTLED_AFTER = 200;

start(
  'typescript/bin/tsc',
  ...['-p', 'tsconfig.test.json', '--watch', '--preserveWatchOutput'],
  ...['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/watch.tsbuildinfo'],
);
watchTests();

function start(program: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'node_modules', program), ...args], { cwd: ROOT, stdio: 'inherit' });
}

function watchTests(): void {
  const changed = new Set<string>();
  let running: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    const tests = touchedTests(changed);
    changed.clear();
    process.stdout.write(`\n${tests.length} test files are touched\n`);
    // A change during a run makes what the run says old.
    running?.kill();
    running = tests.length === 0 ? undefined : start('mocha/bin/mocha.js', '--parallel', ...tests);
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
