import { validateSalesforceId, type Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import {
  componentsReportedBy,
  outcomeOf,
  type ComponentProblem,
} from '../../salesforce/deployment/deployment-outcome.ts';
import { watchDeployment, type WatchOptions } from '../../salesforce/deployment/deployment-watch.ts';
import { deploymentError } from './deployment-error.ts';
import { mayComeWithRest } from './other-form.ts';

/** A deployment that succeeded, or a validation that found nothing to object to. */
export type DeploymentReport = {
  jobId: string;
  /** Whether it was a validation, which changes nothing. */
  checkOnly: boolean;
  /** Whether the org judged all of it; some it can judge only once the rest of the same deployment is in place. */
  complete: boolean;
  components: Array<{ type: string; fullName: string }>;
  /** What the org refused of a validation, although it may accept it once the rest is in place. */
  openProblems?: ComponentProblem[];
};

/** @throws DeploymentIdInvalid (exit code 2). */
export function parseDeploymentId(input: string): string {
  const id = input.trim();
  if (!id.startsWith('0Af') || !validateSalesforceId(id)) {
    throw setupError('DeploymentIdInvalid', { tokens: [input], exitCode: 2 });
  }
  return id;
}

/**
 * Waits for the end of a deployment that was started before, and says how it ended. It changes nothing.
 *
 * @throws DeploymentFailed, DeploymentCanceled, and those of `watchDeployment`.
 */
export async function reportDeployment(
  connection: Connection,
  jobId: string,
  options: WatchOptions,
): Promise<DeploymentReport> {
  const result = await watchDeployment(connection, jobId, options);
  const outcome = outcomeOf(jobId, result);
  const types = componentsReportedBy(result).map(({ type }) => type);
  const isOpen = (problem: ComponentProblem): boolean => mayComeWithRest(problem, types);
  if (outcome.outcome === 'failed' && outcome.checkOnly && outcome.problems.every(isOpen)) {
    return { jobId, checkOnly: true, complete: false, components: [], openProblems: outcome.problems };
  }
  if (outcome.outcome !== 'succeeded') {
    throw deploymentError(outcome, []);
  }
  return {
    jobId,
    checkOnly: outcome.checkOnly,
    complete: true,
    components: outcome.components.map(({ type, fullName }) => ({ type, fullName })),
  };
}
