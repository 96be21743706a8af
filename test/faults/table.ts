import { FAULTS } from './faults.ts';
import type { Cell } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

/** How a cell counts. `told` is a named error or a report that says no; `untrue` is what must not be. */
type Count = 'success' | 'told' | 'untrue';

export function countOf({ ending, problems }: Cell): Count {
  if (problems.length > 0) {
    return 'untrue';
  }
  return ending === 'success' ? 'success' : 'told';
}

/** Whether the fault of a cell happens once. */
export function isSingle({ occasion }: Cell): boolean {
  return occasion.startsWith('once ');
}

/** The matrix as lines of text: cells by fault and command, apart for single and lasting faults, and the endings. */
export function tableOf(cells: Cell[]): string[] {
  const columns = SCENARIOS.map((_, index) => String.fromCharCode(65 + index));
  const tables = [
    ['faults that happen once', cells.filter(isSingle)],
    ['faults that last', cells.filter((cell) => !isSingle(cell))],
  ] as const;
  return [
    ...tables.flatMap(([title, part]) => [
      `${part.length} cells of ${title}: ${counted(part)} (success/told/untrue)`,
      row('', columns),
      ...FAULTS.map(({ name }) =>
        row(
          name,
          SCENARIOS.map((scenario) => countedIn(part, name, scenario.name)),
        ),
      ),
      '',
    ]),
    ...SCENARIOS.map(({ name }, index) => `${columns[index]} ${name.padEnd(34)} ${endingsOf(cells, name)}`),
    '',
    'faults that happen once and are told:',
    ...toldOnce(cells),
  ];
}

function row(title: string, columns: string[]): string {
  return title.padEnd(20) + columns.map((text) => text.padStart(9)).join('');
}

function countedIn(cells: Cell[], fault: string, scenario: string): string {
  const found = cells.filter((cell) => cell.fault === fault && cell.scenario === scenario);
  return found.length === 0 ? '-' : counted(found);
}

function counted(cells: Cell[]): string {
  const counts = cells.map(countOf);
  return (['success', 'told', 'untrue'] as const)
    .map((count) => counts.filter((found) => found === count).length)
    .join('/');
}

function endingsOf(cells: Cell[], scenario: string): string {
  const endings = cells.filter((cell) => cell.scenario === scenario).map(({ ending }) => ending.replace(/Error$/, ''));
  return tally(endings)
    .map(([ending, count]) => `${ending} ${count}`)
    .join(', ');
}

/** Each request and fault after which a command does not succeed although the fault is over, with how often. */
function toldOnce(cells: Cell[]): string[] {
  const told = cells.filter((cell) => isSingle(cell) && countOf(cell) === 'told');
  return tally(told.map(({ fault, occasion, ending }) => `${requestOf(occasion)}: ${fault}: ${ending}`)).map(
    ([text, count]) => `${String(count).padStart(4)} ${text}`,
  );
}

/** The request of an occasion, short and without its number. */
export function requestOf(occasion: string): string {
  return occasion
    .replace(/^once at /, '')
    .replace(/ #\d+$/, '')
    .replace(/ SELECT .* FROM (\w+).*/, ' $1');
}

/** Texts with how often they occur, most often first. */
function tally(texts: string[]): Array<[string, number]> {
  const counts = new Map<string, number>();
  texts.forEach((text) => counts.set(text, (counts.get(text) ?? 0) + 1));
  return [...counts].sort(([, a], [, b]) => b - a);
}
