import type { Difference } from '../salesforce/metadata-difference.ts';
import type { Change, Plan, SetupValues } from './plan.ts';

/** A change as scripts read it. */
export type ChangeResult = {
  step: Change['step'];
  action: Change['action'];
  target: string;
  differences: Difference[];
  reason?: string;
};

/** A plan as scripts read it. */
export type PlanResult = { values: SetupValues; changes: ChangeResult[] };

export function planResult({ values, changes }: Plan): PlanResult {
  return {
    values,
    changes: changes.map(({ step, action, target, differences, reason }) => ({
      step,
      action,
      target,
      differences,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}
