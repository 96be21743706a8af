import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import type { Change, Plan, SetupValues, Step } from './plan.ts';

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

/** A plan as scripts read it. */
export type PlanResult = { values: SetupValues; app: Plan['app']; changes: ChangeResult[] };

export function planResult({ values, app, changes }: Plan): PlanResult {
  return {
    values,
    app,
    changes: changes.map(changeResult),
  };
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
