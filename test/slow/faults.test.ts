import { expect } from 'chai';
import { FAULTS } from '../faults/faults.ts';
import type { Cell } from '../faults/matrix.ts';
import { withoutReason } from '../faults/reasons.ts';
import { SCENARIOS } from '../faults/scenarios.ts';
import { tableOf } from '../faults/table.ts';
import { runMatrix } from '../faults/workers.ts';

/** How many problems are shown. The others are only counted. */
const SHOWN = 20;

describe('every fault at every request of every command', function () {
  // It runs the commands thousands of times. That takes minutes, and longer if other work shares the processors.
  this.timeout(1_800_000);
  let cells: Cell[] = [];

  before(async () => {
    cells = await runMatrix();
  });

  after(() => void process.stdout.write(`\n${tableOf(cells).join('\n')}\n\n`));

  it('ends in success, or in one true sentence with a name, and the next run comes to its end', () => {
    const problems = cells.flatMap(({ scenario, fault, occasion, problems: found }) =>
      found.map((problem) => `${scenario}, ${fault} ${occasion}: ${problem}`),
    );
    expect(problems.slice(0, SHOWN), `${problems.length} problems`).to.deep.equal([]);
  });

  it('ends in success if a fault that is over can be made up for', () => {
    const { cells: told, reasons } = withoutReason(cells);
    const found = told.map(({ scenario, fault, occasion, ending }) => `${scenario}, ${fault} ${occasion}: ${ending}`);
    expect(found.slice(0, SHOWN), `${found.length} cells`).to.deep.equal([]);
    expect(reasons).to.deep.equal([]);
  });

  it('leaves no command and no fault out', () => {
    const seen = new Set(cells.map(({ scenario, fault }) => `${scenario}, ${fault}`));
    const missing = SCENARIOS.flatMap(({ name, deploys }) =>
      FAULTS.filter(({ name: fault }) => deploys || fault !== 'job without end')
        .map(({ name: fault }) => `${name}, ${fault}`)
        .filter((cell) => !seen.has(cell)),
    );
    expect(missing).to.deep.equal([]);
  });
});
