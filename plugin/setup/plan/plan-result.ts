import type { Difference } from '../../salesforce/metadata/metadata-difference.ts';
import type { Change, Plan, SetupValues } from './plan.ts';

/** A change as scripts read it. */
export type ChangeResult = {
  step: Change['step'];
  action: Change['action'];
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
    changes: changes.map(({ step, action, target, differences, kept = [], reason }) => ({
      step,
      action,
      target,
      differences,
      kept,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}
