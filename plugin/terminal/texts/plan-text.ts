import { Messages } from '@salesforce/core';
import type { Change, Plan } from '../../setup/plan/plan.ts';
import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import { findingOf, planResult, type ChangeResult } from '../../setup/plan/plan-result.ts';
import type { Line, Tone } from '../screen-line.ts';
import { addressLines } from './rows.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

const SIGN: Record<Change['action'], [sign: string, tone?: Tone]> = {
  create: ['+', 'success'],
  update: ['~', 'warning'],
  keep: ['='],
  blocked: ['!', 'error'],
};

/** What the fields of a change are indented by. */
const INDENT = 6;

/** Values of an address that is changed are marked from here on where they are longer than the line. */
const WIDTH = 80;

/** A plan as lines of text: one line a change, more for each field and for the reason. The first says if it is blocked. */
export function planText(plan: Plan, orgTitle: string): Line[] {
  const { changes } = planResult(plan);
  const width = Math.max(...changes.map((change) => stepName(plan, change).length));
  return [
    messages.getMessage(findingOf(plan) === 'blocked' ? 'title.blocked' : 'title', [orgTitle]),
    '',
    ...changes.flatMap((change) => changeText(plan, change, width)),
    '',
    planSummary(plan),
  ];
}

function changeText(plan: Plan, change: ChangeResult, width: number): Line[] {
  const { action, target, differences, reason, kept } = change;
  const [sign, tone] = SIGN[action];
  const fieldWidth = Math.max(
    0,
    ...differences.filter((difference) => !isReplaced(difference)).map(({ field }) => shortName(field).length),
  );
  const fields = differences.flatMap((difference) =>
    isReplaced(difference) ? replacedText(difference) : fieldText(difference, fieldWidth),
  );
  const title = `${stepName(plan, change).padEnd(width)}  ${target}`;
  const indent = ' '.repeat(INDENT);
  return [
    [tone === undefined ? `  ${sign} ` : { text: `  ${sign} `, tone }, title],
    ...(reason === undefined ? [] : [`${indent}${reason}`]),
    ...fields,
    ...kept.map(({ field, value }) => `${indent}${messages.getMessage('kept')}: ${shortName(field)}  ${value}`),
  ];
}

/** The group of fields is the only one of its kind, so its name says nothing. */
function shortName(field: string): string {
  return field.replace(/^samlConfig\./, '');
}

type Replaced = Difference & { from: string; to: string };

/** Characters of an old and a new value that fit into one line. */
const SHORT = 40;

/** Whether a value becomes another one, and the two are too long for one line. */
function isReplaced(difference: Difference): difference is Replaced {
  const { from, to } = difference;
  return from !== undefined && to !== undefined && from.length + to.length > SHORT;
}

/** A value that comes or goes, or becomes another short one. */
function fieldText({ field, from, to }: Difference, fieldWidth: number): Line[] {
  const [sign, tone]: [string, Tone] =
    to === undefined ? ['-', 'error'] : from === undefined ? ['+', 'success'] : ['~', 'warning'];
  const value = from === undefined || to === undefined ? (to ?? from ?? '') : `${from} → ${to}`;
  const [first = '', ...more] = addressLines(value).split('\n');
  const lead = `${' '.repeat(INDENT)}${sign} `;
  return [
    [{ text: lead, tone }, `${shortName(field).padEnd(fieldWidth)}  ${first}`],
    ...more.map((line) => `${' '.repeat(lead.length + fieldWidth + 2)}${line}`),
  ];
}

/** A long value that becomes another one: both, one below the other, with a mark below what differs. */
function replacedText({ field, from, to }: Replaced): Line[] {
  const lead = ' '.repeat(INDENT + 2);
  const room = WIDTH - lead.length - 2;
  const start = shownFrom(from, to, room);
  const ellipsis = start === 0 ? '' : '…';
  const [first, last] = differingPart(from, to);
  const shown = (value: string): string => `${ellipsis}${value.slice(start)}`;
  const marked = Math.max(to.length - last, from.length - last, first + 1) - first;
  return [
    `${' '.repeat(INDENT)}${shortName(field)}`,
    [{ text: `${lead}- ${shown(from)}`, tone: 'error' }],
    [{ text: `${lead}+ ${shown(to)}`, tone: 'success' }],
    `${lead}  ${' '.repeat(first - start + ellipsis.length)}${'^'.repeat(marked)}`,
  ];
}

/** How many characters two texts share at their beginnings, and then at their ends. */
function differingPart(from: string, to: string): [first: number, last: number] {
  const shortest = Math.min(from.length, to.length);
  let first = 0;
  while (first < shortest && from[first] === to[first]) {
    first++;
  }
  let last = 0;
  while (last < shortest - first && from.at(-1 - last) === to.at(-1 - last)) {
    last++;
  }
  return [first, last];
}

/** Where to begin with two addresses that are too long for a line: behind a slash, before anything that differs. */
function shownFrom(from: string, to: string, room: number): number {
  const longest = Math.max(from.length, to.length);
  const [first] = differingPart(from, to);
  const slashes = [...from.slice(0, first).matchAll(/(?<!\/)\/(?!\/)/g)].map(({ index }) => index);
  return longest <= room ? 0 : (slashes.find((index) => longest - index < room) ?? slashes.at(-1) ?? 0);
}

/** What to do about a plan that is blocked, as lines of text; none about any other. */
export function waysOutText({ changes }: Plan): string[] {
  const actions = changes.flatMap((change) => (change.action === 'blocked' ? (change.problem.actions ?? []) : []));
  return actions.length === 0 ? [] : [messages.getMessage('waysOut'), ...actions.map((action) => `  ${action}`)];
}

/** How many changes of each kind there are. */
export function planSummary({ changes }: Plan): string {
  const count = (action: Change['action']): number => changes.filter((change) => change.action === action).length;
  return messages.getMessage('summary', [count('create'), count('update'), count('keep'), count('blocked')]);
}

function stepName({ app }: Plan, { step }: ChangeResult): string {
  return messages.getMessage(step === 'app' ? `kind.${app.kind}` : `step.${step}`);
}

/** The same, where the plan changes anything or is blocked. */
export function changesText(plan: Plan, orgTitle: string): Line[] {
  return plan.changes.some(({ action }) => action !== 'keep') ? planText(plan, orgTitle) : [];
}
