import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';
import type { WorkerReport } from './worker.ts';

/** The commands that make the most requests come first, so that no worker is left alone with one at the end. */
const LONG_FIRST = [
  'rotate --activate',
  'sso deploy',
  'sso delete',
  'certificate rotate',
  'rotate --retire',
  'sso verify',
];

/**
 * Runs the whole matrix, each worker a process of its own: a command captures what is printed, and so has a process to
 * itself.
 *
 * @throws Error where a worker ends before its work.
 */
export async function runMatrix(): Promise<Cell[]> {
  const names = SCENARIOS.map(({ name }) => name);
  const queue = [...LONG_FIRST, ...names.filter((name) => !LONG_FIRST.includes(name))];
  const count = Math.max(2, Math.min(4, availableParallelism()));
  const parts = await Promise.all(Array.from({ length: count }, () => runWorker(queue)));
  return parts.flat();
}

function runWorker(queue: string[]): Promise<Cell[]> {
  const cells: Cell[] = [];
  // The Salesforce libraries go through the whole environment again and again, so it is a small one.
  const { PATH, NODE_V8_COVERAGE } = process.env;
  const env = { PATH, ...(NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE }) };
  const worker = fork(join(import.meta.dirname, 'worker.ts'), { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let errors = '';
  worker.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  worker.on('message', (report: WorkerReport) => {
    cells.push(...report.cells);
    worker.send(queue.shift() ?? 'end');
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject).on('exit', (code) => {
      if (code === 0) {
        resolve(cells);
      } else {
        reject(new Error(`a worker ended with ${code}: ${errors}`));
      }
    });
  });
}
