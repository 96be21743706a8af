import type { Content, Count, Deviation } from './element-model.ts';
import { leftOut } from './left-out.ts';

type Rows = Extract<Content, { kind: 'children' }>;

/**
 * Children that do not belong in an element, or that come too late.
 *
 * @param names those of the children, in their order.
 */
export function strayChildren(
  parent: string,
  names: string[],
  { rowOf }: Pick<Rows, 'rowOf'>,
  section: string,
): Deviation[] {
  const stray: Deviation[] = [];
  let reached = 0;
  for (const name of names) {
    const index = rowOf.get(name) ?? -1;
    if (index < 0) {
      stray.push({ kind: 'stray', text: `${name} in ${parent}`, section, ...leftOut.get(name) });
    } else if (index < reached) {
      stray.push({ kind: 'stray', text: `${name} late in ${parent}`, section });
    }
    reached = Math.max(reached, index);
  }
  return stray;
}

/** Children that are missing, or there too often. */
export function countDeviations(
  parent: string,
  names: string[],
  { rows, least, once }: Rows,
  section: string,
): Deviation[] {
  const sum = (wanted: string[]): number => names.filter((name) => wanted.includes(name)).length;
  const fault = (wanted: string[], where = section): Deviation => {
    return { kind: 'schema', text: `${sum(wanted) || 'no'} ${wanted.join(' or ')} in ${parent}`, section: where };
  };
  return [
    ...rows
      .filter((row) => row.count !== '*' && row.judge === undefined && !isCount(sum(row.names), row.count))
      .map((row) => fault(row.names)),
    ...(least.length > 0 && sum(least) === 0 ? [fault(least)] : []),
    ...once.filter(([name]) => sum([name]) > 1).map(([name, where]) => fault([name], where)),
  ];
}

function isCount(actual: number, count: Count): boolean {
  const least = count === '1' || count === '+' ? 1 : 0;
  const most = count === '1' || count === '?' ? 1 : Infinity;
  return least <= actual && actual <= most;
}
