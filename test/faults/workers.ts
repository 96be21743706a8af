import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';
import type { WorkerReport } from './worker.ts';

/** The commands with the most requests. They come first, so that no worker works alone at the end. */
const LONG_FIRST = [
  'rotate --activate',
  'sso deploy',
  'sso delete',
  'certificate rotate',
  'rotate --retire',
  'sso verify',
];

/**
 * Runs the whole matrix. Each worker is a process of its own, since what a command prints is captured in the whole
 * process.
 *
 * @throws Error if a worker ends before its work is done.
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
  // The Salesforce libraries read the whole environment often, so a small one is faster.
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
