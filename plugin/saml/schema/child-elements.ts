import { childElements, nameOf } from '../reading/elements.ts';
import type { ChildRow, Content, Count, Deviation } from './element-model.ts';
import { leftOut } from './left-out.ts';

/** Children that do not belong in the element, or that come too late. */
export function strayChildren(element: Element, rows: ChildRow[], section: string): Deviation[] {
  const stray: Deviation[] = [];
  let reached = 0;
  for (const child of childElements(element)) {
    const name = nameOf(child);
    const index = rows.findIndex(({ names }) => names.includes(name));
    if (index < 0) {
      stray.push({ kind: 'stray', text: `${name} in ${nameOf(element)}`, section, ...leftOut.get(name) });
    } else if (index < reached) {
      stray.push({ kind: 'stray', text: `${name} late in ${nameOf(element)}`, section });
    }
    reached = Math.max(reached, index);
  }
  return stray;
}

/** Children that are missing, or there too often. */
export function countDeviations(
  element: Element,
  { rows, least, once }: Extract<Content, { kind: 'children' }>,
  section: string,
): Deviation[] {
  const counts = new Map<string, number>();
  for (const child of childElements(element)) {
    counts.set(nameOf(child), (counts.get(nameOf(child)) ?? 0) + 1);
  }
  const sum = (names: string[]): number => names.reduce((total, name) => total + (counts.get(name) ?? 0), 0);
  const fault = (names: string[], where = section): Deviation => {
    return {
      kind: 'schema',
      text: `${sum(names) || 'no'} ${names.join(' or ')} in ${nameOf(element)}`,
      section: where,
    };
  };
  return [
    ...rows
      .filter(({ names, count, judge }) => judge === undefined && !isCount(sum(names), count))
      .map(({ names }) => fault(names)),
    ...(least.length > 0 && sum(least) === 0 ? [fault(least)] : []),
    ...once.filter(([name]) => sum([name]) > 1).map(([name, where]) => fault([name], where)),
  ];
}

function isCount(actual: number, count: Count): boolean {
  const least = count === '1' || count === '+' ? 1 : 0;
  const most = count === '1' || count === '?' ? 1 : Infinity;
  return least <= actual && actual <= most;
}
