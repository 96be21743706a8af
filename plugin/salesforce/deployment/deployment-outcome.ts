import type { DeployResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { PLATFORM } from '../api/org-errors.ts';

/** A problem of one component, in the org's words. `line` counts from 1 in the file that was sent. */
export type ComponentProblem = { type: string; fullName: string; file: string; line?: number; problem: string };

/** A component of a deployment that succeeded. `existed` is true if it was in the org before. */
export type DeployedComponent = { type: string; fullName: string; existed: boolean; id?: string };

/**
 * How a deployment ended. One that failed or was canceled has changed nothing, as all of ours roll back on a problem.
 * If a deployment is not known to have ended, that is an error and not an outcome.
 */
export type DeploymentOutcome = { id: string; checkOnly: boolean } & (
  | { outcome: 'succeeded'; components: DeployedComponent[] }
  | { outcome: 'failed'; problems: ComponentProblem[] }
  | { outcome: 'canceled'; by: string }
);

/** The outcome that the last answer about a deployment holds. */
export function outcomeOf(id: string, result: DeployResult): DeploymentOutcome {
  const answer = result as Answer;
  const base = { id, checkOnly: answer.checkOnly === true || answer.checkOnly === 'true' };
  const { componentSuccesses, componentFailures } = answer.details ?? {};
  if (result.success === true && answer.status === 'Succeeded') {
    const components = listOf(componentSuccesses)
      .filter(({ componentType }) => componentType)
      .map(({ componentType, fullName, created, id: componentId }) => ({
        type: componentType ?? '',
        fullName,
        existed: String(created) === 'false',
        ...(componentId ? { id: componentId } : {}),
      }));
    return { ...base, outcome: 'succeeded', components };
  }
  if (answer.status === 'Canceled') {
    return { ...base, outcome: 'canceled', by: answer.canceledByName ?? '' };
  }
  const problems = listOf(componentFailures).map(problemOf);
  const refusal = {
    type: 'Package',
    fullName: 'package.xml',
    file: 'package.xml',
    problem: answer.errorMessage ?? `status ${answer.status}`,
  };
  return { ...base, outcome: 'failed', problems: problems.length > 0 ? problems : [refusal] };
}

/** All components that an answer reports as deployed or refused. Manifests are not components. */
export function componentsReportedBy(result: DeployResult): Array<{ type: string; fullName: string }> {
  const { componentSuccesses, componentFailures } = (result as Answer).details ?? {};
  return [...listOf(componentSuccesses), ...listOf(componentFailures)].flatMap(({ componentType, fullName }) =>
    componentType ? { type: componentType, fullName } : [],
  );
}

/** Whether a deployment failed only because somebody else was changing the same components. */
export function isLocked(outcome: DeploymentOutcome): boolean {
  return outcome.outcome === 'failed' && outcome.problems.every(({ problem }) => PLATFORM.locked.test(problem));
}

/** The fields that we read from an answer. The client's types lack some of them. */
type Answer = {
  status: string;
  checkOnly?: boolean | string;
  errorMessage?: string;
  canceledByName?: string;
  details?: { componentSuccesses?: Message | Message[]; componentFailures?: Message | Message[] };
};

/** The fields that we read from one message of a deployment. Over REST, numbers are sent as numbers. */
type Message = {
  componentType?: string;
  fullName: string;
  fileName: string;
  created?: boolean | string;
  id?: string;
  problem?: string;
  lineNumber?: number | string;
};

function problemOf({ componentType, fullName, fileName, problem, lineNumber }: Message): ComponentProblem {
  const line = lineNumber === undefined || lineNumber === null ? {} : { line: Number(lineNumber) };
  return { type: componentType ?? '', fullName, file: fileName, ...line, problem: problem ?? '' };
}

function listOf<T>(value: T | T[] | undefined | null): T[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}
