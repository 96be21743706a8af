/** What the checker did wrong. */
export type FindingKind = 'accepted' | 'refused' | 'claims that were not signed' | 'thrown';

export type Finding = {
  kind: FindingKind;
  /** By which it can be made again. */
  mutant: string;
  classes: string[];
  original: string;
  /** What the judge found to be different, or which checks failed. */
  why: string;
  difference: string;
  bytes: Buffer;
};

/** The most characters that are shown of what is different. */
const SHOWN = 300;

/** The part of a mutant that is not as in the original, with its place: what is between equal beginnings and ends. */
export function differenceOf(original: Buffer, mutant: Buffer): string {
  const [before, after] = [original.toString(), mutant.toString()];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
    end += 1;
  }
  const shown = (text: string): string => JSON.stringify(text.slice(start, text.length - end).slice(0, SHOWN));
  return `at ${start}: ${shown(before)} → ${shown(after)}`;
}

/**
 * The findings in groups of the same kind and class, each with its smallest example. A mutant of several classes is
 * counted in the group of the first one that is a finding alone, and makes a group of its own only if none is.
 */
export function describeFindings(findings: Finding[]): string[] {
  const alone = new Set(findings.filter(({ classes }) => classes.length < 2).map((found) => titleOf(found)));
  const title = (found: Finding): string =>
    found.classes.map((name) => titleOf({ ...found, classes: [name] })).find((one) => alone.has(one)) ?? titleOf(found);
  const groups = Map.groupBy(findings, title);
  return [...groups]
    .map(([name, found]) => ({ name, found: found.toSorted((one, other) => sizeOf(one) - sizeOf(other)) }))
    .sort((one, other) => sizeOf(one.found[0]!) - sizeOf(other.found[0]!))
    .map(({ name, found: [smallest, ...more] }) => {
      const { mutant, original, why, difference } = smallest!;
      const others = more.length === 0 ? '' : `\n  and ${more.length} more`;
      return `${name}\n  ${mutant}, made from "${original}", ${difference}\n  ${why.slice(0, SHOWN)}${others}`;
    });
}

function titleOf({ kind, classes }: Finding): string {
  return `${kind}: ${classes.join(', then ') || 'a good response'}`;
}

const sizeOf = ({ classes, difference }: Finding): number => classes.length * 10_000 + difference.length;
