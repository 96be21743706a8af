import type { DeploymentRecord } from './apply.ts';
import type { DeployReport } from './deploy-sso.ts';
import type { HandOff } from './hand-off.ts';
import { planResult, type PlanResult } from './plan-result.ts';
import type { VerifyReport } from './verify-sso.ts';

/** How the deploy in an org ended, as scripts read it. */
export type DeployResult = PlanResult & {
  outcome: DeployReport['outcome'];
  deployments: DeploymentRecord[];
  handOff?: HandOff;
  /** Paths of the files that were written. */
  files: string[];
  /** With --verify. */
  verification?: VerifyReport;
};

/** The part of the result that a deploy has whether or not anything is handed over. */
export function deployResult({ outcome, plan, deployments, handOff }: DeployReport): Omit<DeployResult, 'files'> {
  return { ...planResult(plan), outcome, deployments, ...(handOff === undefined ? {} : { handOff }) };
}
