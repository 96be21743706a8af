import { Messages } from '@salesforce/core';
import type { Change, Plan } from '../../setup/plan/plan.ts';
import { findingOf, planResult, type ChangeResult } from '../../setup/plan/plan-result.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

const SIGN: Record<Change['action'], string> = { create: '+', update: '~', keep: '=', blocked: '!' };

/** A plan as lines of text: one line a change, one more for each field and for the reason. The first says if it is blocked. */
export function planText(plan: Plan, orgName: string): string[] {
  const { changes } = planResult(plan);
  const width = Math.max(...changes.map((change) => stepName(plan, change).length));
  return [
    messages.getMessage(findingOf(plan) === 'blocked' ? 'title.blocked' : 'title', [orgName]),
    '',
    ...changes.flatMap((change) => changeText(plan, change, width)),
    '',
    planSummary(plan),
  ];
}

function changeText(plan: Plan, change: ChangeResult, width: number): string[] {
  const { action, target, differences, reason, kept } = change;
  const indent = ' '.repeat(width + 6);
  const fieldWidth = Math.max(0, ...differences.map(({ field }) => field.length));
  const fields = differences.map(({ field, from, to }) => {
    const values = action === 'create' && from === undefined ? (to ?? '') : `${shown(from)} → ${shown(to)}`;
    return `${indent}${field.padEnd(fieldWidth)}  ${values}`;
  });
  return [
    `  ${SIGN[action]} ${stepName(plan, change).padEnd(width)}  ${target}`,
    ...(reason === undefined ? [] : [`${indent}${reason}`]),
    ...fields,
    ...kept.map(({ field, value }) => `${indent}${messages.getMessage('kept')}: ${field}  ${value}`),
  ];
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

function shown(value: string | undefined): string {
  return value ?? messages.getMessage('absent');
}

/** The same, where the plan changes anything or is blocked. */
export function changesText(plan: Plan, orgName: string): string[] {
  return plan.changes.some(({ action }) => action !== 'keep') ? planText(plan, orgName) : [];
}
