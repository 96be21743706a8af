import { relative, sep } from 'node:path';
import Mocha, { type MochaOptions, type Runner, type Test } from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_END } = Mocha.Runner.constants;

/** The counts of one folder of tests. */
type Folder = { tests: number; milliseconds: number };

/** A line for each folder of tests, failures in full, and one line of counts. */
export default class ShortReporter extends Mocha.reporters.Base {
  private readonly folders = new Map<string, Folder>();

  public constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options);
    runner.on(EVENT_TEST_END, (test) => this.count(test));
    runner.once(EVENT_RUN_END, () => this.tell());
  }

  private count({ file, duration }: Test): void {
    const name = folderOf(file);
    const folder = this.folders.get(name) ?? { tests: 0, milliseconds: 0 };
    folder.tests += 1;
    folder.milliseconds += duration ?? 0;
    this.folders.set(name, folder);
    if (process.stdout.isTTY) {
      process.stdout.write(`\r${this.stats.tests} tests, ${this.stats.failures} failures`);
    }
  }

  private tell(): void {
    const lines = [...this.folders]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(
        ([name, { tests, milliseconds }]) =>
          `  ${name.padEnd(24)}${String(tests).padStart(5)} tests${seconds(milliseconds)}`,
      );
    process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[K' : '\n'}${lines.join('\n')}\n`);
    if (this.failures.length > 0) {
      Mocha.reporters.Base.list(this.failures);
    }
    const { passes, failures, pending, duration } = this.stats;
    const skipped = pending === 0 ? '' : `, ${pending} skipped`;
    process.stdout.write(
      `\n${passes} passing, ${failures} failing${skipped} (${Math.round((duration ?? 0) / 1000)} s)\n`,
    );
  }
}

function folderOf(file = ''): string {
  const [first = '', second] = relative(import.meta.dirname, file).split(sep);
  return second === undefined ? '.' : first;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(8)} s`;
}
