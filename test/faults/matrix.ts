import type { Bench, Run } from './bench.ts';
import type { Occasion } from './fault-plan.ts';
import { FAULTS, type MatrixFault } from './faults.ts';
import { judge, type Judgement, type Reference } from './judge.ts';
import { patient, type Scenario } from './scenarios.ts';

/** One cell: a command, a fault, when it happened, and how the run ended. */
export type Cell = { scenario: string; fault: string; occasion: string; ending: string; problems: string[] };

/** What the cells of one command have in common. */
type Work = {
  bench: Bench;
  scenario: Scenario;
  reference: Reference;
  /** Setups from which the command is known to succeed. They have no ids and keys, since these differ each time. */
  converging: Set<string>;
  /** The results of lasting faults, by fault and request. */
  lasting: Map<string, Judged>;
};

type Judged = { run: Run; judgement: Judgement };

/**
 * All cells of a command: every fault at every request that it makes, once and lasting.
 *
 * Three kinds of runs are left out, since their result is known. If repeating a request makes up for a fault, all such
 * requests of a command meet it in one run, since each request counts its own repeats. If no request comes after the one
 * that a fault met, the fault is not run as lasting. Of pages that differ only in their status, only one is run as lasting.
 */
export async function cellsOf(bench: Bench, scenario: Scenario): Promise<Cell[]> {
  const work = await workOn(bench, scenario);
  const cells: Cell[] = [];
  for (const fault of FAULTS) {
    cells.push(...(await cellsOfFault(work, fault)));
  }
  return cells;
}

/**
 * One cell for a command and a fault. The fault happens once, at a request that it can happen to.
 *
 * @param first the number of the request that is tried first. The others follow, and after the last comes the first.
 */
export async function sampleCell(bench: Bench, scenario: Scenario, fault: MatrixFault, first: number): Promise<Cell> {
  const work = await workOn(bench, scenario);
  const { keys } = work.reference.whole.meeting;
  const start = first % keys.length;
  for (const key of [...keys.slice(start), ...keys.slice(0, start)]) {
    const { run, judgement } = await runCell(work, fault, { kind: 'once', at: key });
    if (run.meeting.hit.length > 0) {
      return cellOf(work, fault, `once at ${key}`, judgement);
    }
  }
  throw new Error(`${fault.name} happens to no request of ${scenario.name}`);
}

/** Runs a command once without a fault. All other runs are compared with this one. */
async function workOn(bench: Bench, scenario: Scenario): Promise<Work> {
  bench.reset(scenario.beginning);
  const before = bench.standing();
  const whole = await bench.run(scenario);
  if (whole.error !== undefined) {
    throw whole.error;
  }
  return {
    bench,
    scenario,
    reference: { before, whole },
    converging: new Set([before.setup, whole.setup]),
    lasting: new Map<string, Judged>(),
  };
}

async function cellsOfFault(work: Work, fault: MatrixFault): Promise<Cell[]> {
  const cells: Cell[] = [];
  const survived = await sweep(work, fault);
  for (const key of work.reference.whole.meeting.keys) {
    const once = survived.has(subject(key)) ? undefined : await runCell(work, fault, { kind: 'once', at: key });
    if (once !== undefined && once.run.meeting.hit.length === 0) {
      continue;
    }
    cells.push(cellOf(work, fault, `once at ${key}`, once?.judgement ?? { ending: 'success', problems: [] }));
    const forEver = once?.run.meeting.wentOn === false ? once : await lastingCell(work, fault, key);
    if (forEver.run.meeting.hit.length > 0) {
      cells.push(cellOf(work, fault, `for ever at ${key}`, forEver.judgement));
    }
  }
  return cells;
}

async function lastingCell(work: Work, fault: MatrixFault, key: string): Promise<Judged> {
  const { lasting } = work;
  const same = fault.lastsLike === undefined ? undefined : lasting.get(`${fault.lastsLike} ${key}`);
  const judged = same ?? (await runCell(work, fault, { kind: 'for ever', at: key }));
  lasting.set(`${fault.name} ${key}`, judged);
  return judged;
}

function cellOf({ scenario }: Work, fault: MatrixFault, occasion: string, judgement: Judgement): Cell {
  return { scenario: scenario.name, fault: fault.name, occasion, ...judgement };
}

/** The key of a request without its number. */
function subject(key: string): string {
  return key.replace(/ #\d+$/, '');
}

/**
 * The keys, without numbers, of requests for which repeating makes up for a fault: the fault met all of them, and the run
 * succeeded.
 */
async function sweep(work: Work, fault: MatrixFault): Promise<Set<string>> {
  const { run, judgement } = await runCell({ ...work, scenario: patient(work.scenario) }, fault, { kind: 'sweep' });
  if (judgement.ending !== 'success' || judgement.problems.length > 0) {
    return new Set();
  }
  const met = countBySubject(run.meeting.hit);
  const all = countBySubject(work.reference.whole.meeting.keys);
  return new Set([...all].filter(([key, count]) => met.get(key) === count).map(([key]) => key));
}

function countBySubject(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  keys.map(subject).forEach((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  return counts;
}

async function runCell(
  { bench, scenario, reference, converging }: Work,
  fault: MatrixFault,
  occasion: Occasion,
): Promise<Judged> {
  bench.reset(scenario.beginning);
  const run = await bench.run(scenario, fault, occasion);
  const { ending, problems } = judge(bench.org, run, reference);
  const later = converging.has(run.setup) ? [] : await nextRunProblems(bench, scenario, run, reference);
  if (later.length === 0) {
    converging.add(run.setup);
  }
  return { run, judgement: { ending, problems: withText(run, [...problems, ...later]) } };
}

/** After a failure, the same command must succeed without a fault, and keep the keys that were made. */
async function nextRunProblems(bench: Bench, scenario: Scenario, cut: Run, { whole }: Reference): Promise<string[]> {
  const next = await bench.run(scenario);
  return [
    ...(next.error === undefined ? [] : [`the next run fails: ${next.error.name}: ${next.error.message}`]),
    ...(next.setup === whole.setup ? [] : ['the next run leaves the org otherwise']),
    ...[...cut.keys]
      .filter(([name, pem]) => next.keys.has(name) && next.keys.get(name) !== pem)
      .map(([name]) => `the next run renews ${name}`),
  ];
}

function withText({ error }: Run, problems: string[]): string[] {
  return error === undefined ? problems : problems.map((problem) => `${problem}: ${error.name}: ${error.message}`);
}
