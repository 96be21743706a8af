import { expect } from 'chai';
import { startBench, type Bench } from './bench.ts';
import { FAULTS, type MatrixFault } from './faults.ts';
import { sampleCell } from './matrix.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

type Pair = { scenario: Scenario; fault: MatrixFault; index: number };

/** Pairs faults and commands, so that each of them occurs. The shorter list starts again at its end. */
function pairs(): Pair[] {
  const count = Math.max(FAULTS.length, SCENARIOS.length);
  const first = Array.from({ length: count }, (_, index) => {
    const fault = inCircle(FAULTS, index);
    const fitting = SCENARIOS.filter(({ deploys }) => deploys || fault.name !== 'job without end');
    return { scenario: inCircle(fitting, index), fault, index };
  });
  const left = SCENARIOS.filter((scenario) => !first.some((pair) => pair.scenario === scenario));
  return [...first, ...left.map((scenario, index) => ({ scenario, fault: inCircle(FAULTS, index), index }))];
}

function inCircle<T>(list: T[], index: number): T {
  return list[index % list.length] as T;
}

/** The distance between the requests that are tried, so that early, middle and late ones occur. */
const STRIDE = 5;

describe('a sample of the faults, each fault and each command once', function () {
  let bench: Bench;

  before(async () => {
    bench = await startBench();
  });
  after(() => bench.stop());

  it('leaves no command and no fault out', () => {
    expect(new Set(pairs().map(({ fault }) => fault))).to.deep.equal(new Set(FAULTS));
    expect(new Set(pairs().map(({ scenario }) => scenario))).to.deep.equal(new Set(SCENARIOS));
  });

  for (const { scenario, fault, index } of pairs()) {
    it(`${fault.name} in ${scenario.name} ends in success or in one true sentence, and the next run comes to its end`, async () => {
      const { occasion, problems } = await sampleCell(bench, scenario, fault, index * STRIDE);
      expect(problems, occasion).to.deep.equal([]);
    });
  }
});
