import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import { isToDo, type Change, type Plan, type SetupValues, type Step } from './plan.ts';

/** A change as scripts read it. */
export type ChangeResult = {
  step: Step;
  action: 'create' | 'update' | 'keep' | 'blocked';
  target: string;
  differences: Difference[];
  /** Values of the user's own that are left as they are. */
  kept: Array<{ field: string; value: string }>;
  reason?: string;
};

/**
 * What a plan comes to: nothing is to be changed, something is, or something that is to be changed cannot be. With
 * --detailed-exitcode, the exit code of a preview is 0, 3 or 4 for these.
 */
export type PlanFinding = 'nothing' | 'changes' | 'blocked';

/** A plan as scripts read it. */
export type PlanResult = { values: SetupValues; app: Plan['app']; changes: ChangeResult[] };

export function planResult({ values, app, changes }: Plan): PlanResult {
  return {
    values,
    app,
    changes: changes.map(changeResult),
  };
}

/** A plan that was only shown, as scripts read it. */
export type PreviewResult = PlanResult & { finding: PlanFinding };

export function previewResult(plan: Plan): PreviewResult {
  return { ...planResult(plan), finding: findingOf(plan) };
}

/** What a plan comes to. */
export function findingOf({ changes }: Plan): PlanFinding {
  if (changes.some(({ action }) => action === 'blocked')) {
    return 'blocked';
  }
  return changes.some(isToDo) ? 'changes' : 'nothing';
}

function changeResult(change: Change): ChangeResult {
  const { step, action, target, differences, reason } = change;
  return {
    step,
    action,
    target,
    differences,
    kept: 'kept' in change ? change.kept : [],
    ...(reason === undefined ? {} : { reason }),
  };
}
