import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Compares the flags of the commands and the schemas of their results, which users' scripts rely on, with the files
 * that record them (`compare`), or writes those files again (`generate`).
 */
const RUN = join(import.meta.dirname, '..', 'bin', 'run.js');
const [verb] = process.argv.slice(2);
if (verb !== 'compare' && verb !== 'generate') {
  throw new Error(`Expected "compare" or "generate", not "${verb}".`);
}

for (const subject of ['snapshot', 'schema']) {
  const { status } = spawnSync(process.execPath, [RUN, subject, verb], {
    stdio: 'inherit',
    // These two commands come from development plugins, which oclif loads only in this environment.
    env: { ...process.env, NODE_ENV: 'development' },
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
