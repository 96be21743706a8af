import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Compares what scripts rely on, the flags of the commands and the schemas of their results, with the files that hold
 * it (`compare`), or writes those files anew (`generate`).
 */
const RUN = join(import.meta.dirname, '..', 'bin', 'run.js');
const [verb] = process.argv.slice(2);
if (verb !== 'compare' && verb !== 'generate') {
  throw new Error(`Expected "compare" or "generate", not "${verb}".`);
}

for (const subject of ['snapshot', 'schema']) {
  const { status } = spawnSync(process.execPath, [RUN, subject, verb], {
    stdio: 'inherit',
    // oclif loads the plugins for development, which bring these two commands, only in this environment.
    env: { ...process.env, NODE_ENV: 'development' },
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
