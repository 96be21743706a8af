import '../isolate.ts';
import { startBench } from './bench.ts';
import { cellsOf, type Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

/** The message of a worker that is free. It has the cells of the scenario that it was given before. */
export type WorkerReport = { cells: Cell[] };

/** Runs scenarios one after the other. It gets the name of each one, until there are no more. */
const bench = await startBench();
process.on('message', (name: string) => void work(name));
report([]);

async function work(name: string): Promise<void> {
  const scenario = SCENARIOS.find((known) => known.name === name);
  if (scenario === undefined) {
    await bench.stop();
    process.disconnect();
    return;
  }
  report(await cellsOf(bench, scenario));
}

function report(cells: Cell[]): void {
  const told: WorkerReport = { cells };
  process.send?.(told);
}
