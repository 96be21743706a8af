import { FAULTS } from './faults.ts';
import type { Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

/** The matrix as lines of text: cells by fault and command, then the endings of each command. */
export function tableOf(cells: Cell[]): string[] {
  const columns = SCENARIOS.map((_, index) => String.fromCharCode(65 + index));
  return [
    `${cells.length} cells: success/report that says no/named error`,
    row('', columns),
    ...FAULTS.map(({ name: fault }) =>
      row(
        fault,
        SCENARIOS.map(({ name: scenario }) => counted(cells, fault, scenario)),
      ),
    ),
    '',
    ...SCENARIOS.map(({ name }, index) => `${columns[index]} ${name.padEnd(20)} ${endingsOf(cells, name)}`),
  ];
}

function row(title: string, columns: string[]): string {
  return title.padEnd(20) + columns.map((text) => text.padStart(9)).join('');
}

function counted(cells: Cell[], fault: string, scenario: string): string {
  const endings = cells
    .filter((cell) => cell.fault === fault && cell.scenario === scenario)
    .map(({ ending }) => ending);
  if (endings.length === 0) {
    return '-';
  }
  const [success, no] = ['success', 'not ok'].map((ending) => endings.filter((found) => found === ending).length);
  return `${success}/${no}/${endings.length - (success ?? 0) - (no ?? 0)}`;
}

function endingsOf(cells: Cell[], scenario: string): string {
  const counts = new Map<string, number>();
  for (const { ending } of cells.filter((cell) => cell.scenario === scenario)) {
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([ending, count]) => `${ending.replace(/Error$/, '')} ${count}`)
    .join(', ');
}
