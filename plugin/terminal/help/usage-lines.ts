import { GROUP_NAMES, groupOf, type FlagGroup } from './flag-groups.ts';

/** What a usage line needs to know of a flag. */
export type UsageFlag = {
  type: 'boolean' | 'option';
  required?: boolean | undefined;
  multiple?: boolean | undefined;
  hidden?: boolean | undefined;
  dependsOn?: string[] | undefined;
  exclusive?: string[] | undefined;
  relationships?: Array<{ type: string; flags: unknown[] }> | undefined;
};

export type UsageFlags = Record<string, UsageFlag>;

/**
 * Flags with which a command does something else, so that they get a usage line of their own. Which of the flags that the
 * parser allows beside them make sense there.
 */
const WAYS: Record<string, (name: string) => boolean> = {
  // The parser allows it, since it can come from the environment. As a flag it is refused.
  'definition-file': (name) => name !== 'realm-sid',
  'job-id': (name) => ['target-org', 'api-version', 'wait'].includes(name),
  explain: () => false,
  activate: (name) => name !== 'output-dir',
  retire: (name) => name !== 'output-dir',
  status: (name) => ['Org', 'Several orgs'].includes(groupOf(name) ?? '') || name === 'certificate-name',
};

/** How many flags of a group a line names one by one. Of more, it names the heading. */
const MOST_FLAGS = 2;

/** The width that a usage line may have inside its section, in columns. */
const WIDTH = 78;

/**
 * The ways to call a command, one an entry, without its name. The lines that oclif makes itself have an empty place for every
 * flag that another one excludes. It also breaks lines as if all commands had names of the same length, so they are broken
 * here, and between flags only.
 *
 * @param name the command as a person writes it.
 */
export function usageLines(name: string, flags: UsageFlags): string[] {
  const shown = Object.fromEntries(Object.entries(flags).filter(([, { hidden }]) => hidden !== true));
  const leads = Object.keys(WAYS).filter((name) => name in shown);
  return [undefined, ...leads].map((lead) => broken(usageWords(shown, lead), `$ sf ${name} `.length));
}

/** Words in lines, of which the first has less room. No blanks begin a line, since oclif drops them. */
function broken(parts: string[], taken: number): string {
  let text = '';
  let column = taken;
  for (const part of parts) {
    const fitsHere = column + part.length <= WIDTH;
    text += text === '' ? part : fitsHere ? ` ${part}` : `\n${part}`;
    column = (fitsHere ? column : 0) + part.length + 1;
  }
  return text;
}

function usageWords(flags: UsageFlags, lead: string | undefined): string[] {
  const needed = lead === undefined ? [] : [lead, ...needsOf(flags[lead])];
  const beside = Object.keys(flags).filter((name) => !needed.includes(name) && fits(flags, name, needed));
  const required = beside.filter((name) => flags[name]?.required === true);
  const first = [...required, ...beside.filter((name) => name === 'target-org' && !required.includes(name))];
  const others = GROUP_NAMES.flatMap((group) => {
    const rest = beside.filter((name) => groupOf(name) === group && !first.includes(name));
    return isWhole(flags, group, beside) && rest.length > MOST_FLAGS
      ? [`[${headingOf(group)}]`]
      : rest.map((name) => optional(flags, name));
  });
  return [
    ...needed.map((name) => words(flags, name)),
    ...first.map((name) => (required.includes(name) ? words(flags, name) : optional(flags, name))),
    ...others,
    '[GLOBAL FLAGS]',
  ];
}

/** The heading of a group as oclif writes it. */
export function headingOf(group: FlagGroup): string {
  return `${group.toUpperCase()} FLAGS`;
}

/** Whether a flag can stand beside those that lead a line, and whether what it needs can too. */
function fits(flags: UsageFlags, name: string, leads: string[]): boolean {
  const flag = flags[name];
  return (
    !(name in WAYS) &&
    needsOf(flag).every((other) => leads.includes(other) || fits(flags, other, leads)) &&
    leads.every((lead) => {
      const excluded = flags[lead]?.exclusive?.includes(name) === true || flag?.exclusive?.includes(lead) === true;
      return !excluded && WAYS[lead]?.(name) !== false;
    })
  );
}

/** The flags without which a flag is refused. */
function needsOf(flag: UsageFlag | undefined): string[] {
  const related = (flag?.relationships ?? [])
    .filter(({ type }) => type === 'all')
    .flatMap((relation) => relation.flags);
  return [...(flag?.dependsOn ?? []), ...related.filter((name) => typeof name === 'string')];
}

/** Whether the names are all of the command's flags in a group, but for those that lead a line of their own. */
function isWhole(flags: UsageFlags, group: FlagGroup, names: string[]): boolean {
  return Object.keys(flags).every((name) => groupOf(name) !== group || name in WAYS || names.includes(name));
}

function optional(flags: UsageFlags, name: string): string {
  return `[${words(flags, name)}]`;
}

function words(flags: UsageFlags, name: string): string {
  const { type, multiple } = flags[name] ?? { type: 'boolean' };
  return type === 'boolean' ? `--${name}` : `--${name} <value>${multiple === true ? '...' : ''}`;
}
