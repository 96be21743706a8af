import '../isolate.ts';
import { startBench } from './bench.ts';
import { cellsOf, type Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

/** What a worker tells: that it is free, with the cells of what it was given before. */
export type WorkerReport = { cells: Cell[] };

/** Runs the scenarios that it is given by name, one after the other, until it is given none. */
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
