import type { Element } from '../reading/element.ts';
import type { Content, Count, Deviation } from './element-model.ts';
import { whyLeftOut } from './left-out.ts';

/** An element, and its name with the customary prefix. */
export type Named = { element: Element; name: string };

type Rows = Extract<Content, { kind: 'children' }>;

/** Children that do not belong in an element, or that come too late. */
export function strayChildren(
  parent: Named,
  children: Named[],
  { rowOf }: Pick<Rows, 'rowOf'>,
  section: string,
): Deviation[] {
  const stray: Deviation[] = [];
  let reached = 0;
  children.forEach(({ element, name }) => {
    const index = rowOf.get(name) ?? -1;
    if (index < 0) {
      stray.push({
        kind: 'stray',
        text: `${name} in ${parent.name}`,
        section,
        place: { element },
        ...whyLeftOut(name, parent.name),
      });
    } else if (index < reached) {
      stray.push({ kind: 'stray', text: `${name} late in ${parent.name}`, section, place: { element } });
    }
    reached = Math.max(reached, index);
  });
  return stray;
}

/** Children that are missing, or there too often. The place is that of the parent, or of the second child. */
export function countDeviations(
  parent: Named,
  children: Named[],
  { rows, least, once }: Rows,
  section: string,
): Deviation[] {
  const among = (wanted: string[]): Named[] => children.filter(({ name }) => wanted.includes(name));
  const sum = (wanted: string[]): number => among(wanted).length;
  const fault = (wanted: string[], where = section): Deviation => {
    const text = `${sum(wanted) || 'no'} ${wanted.join(' or ')} in ${parent.name}`;
    const { element } = among(wanted)[1] ?? parent;
    return { kind: 'schema', text, section: where, place: { element } };
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
