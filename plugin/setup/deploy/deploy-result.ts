import type { SignInUsers } from '../../salesforce/people/sign-in-users.ts';
import type { NamedApp } from '../../salesforce/org/org-apps.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import type { DeployReport } from './deploy-sso.ts';
import type { DeploymentRecord } from './work.ts';
import type { HandOff } from '../inspect/hand-over-values.ts';
import { planResult, type PlanResult } from '../plan/plan-result.ts';
import type { VerifyReport } from '../verify/verify-sso.ts';

/** How the deploy in an org ended, as scripts read it. */
export type DeployResult = PlanResult & {
  outcome: DeployReport['outcome'];
  deployments: DeploymentRecord[];
  /** What the server refused in a dry run, although it may accept it once the rest of the same deployment is in place. */
  openProblems?: ComponentProblem[];
  handOff?: HandOff;
  /** How many active users have access now. Absent if it could not be read, or if nothing was set up. */
  signInUsers?: SignInUsers;
  /** Paths of the files that were written. */
  files: string[];
  /** With --verify. */
  verification?: VerifyReport;
};

/** The part of the result that a deploy has whether or not anything is handed over. */
export function deployResult(report: DeployReport): Omit<DeployResult, 'files'> {
  const { outcome, plan, actual, deployments, openProblems, handOver } = report;
  return {
    ...planResult(plan),
    outcome,
    deployments,
    ...(openProblems.length === 0 ? {} : { openProblems }),
    ...(handOver === undefined ? {} : { handOff: handOver }),
    ...(handOver === undefined || actual.signInUsers === undefined ? {} : { signInUsers: actual.signInUsers }),
  };
}

/** The app that a deploy was about, as other commands ask for it: by its kind only where the org has one of either kind. */
export function deployedApp({ plan: { app }, actual }: Pick<DeployReport, 'plan' | 'actual'>): NamedApp {
  return { appName: app.fullName, appType: actual.otherApp === undefined ? 'auto' : app.kind };
}
