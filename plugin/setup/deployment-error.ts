import { setupError } from '../errors.ts';
import type { ComponentProblem } from '../salesforce/metadata-deployment.ts';
import { PLATFORM } from '../salesforce/org-errors.ts';

/** The error for a deployment that the org refused, with what had been done before it. */
export function deploymentError(id: string, problems: ComponentProblem[], done: string[]): Error {
  const data = { deploymentId: id, problems, done };
  const blocked = problems.find(
    ({ type, problem }) => type === 'ConnectedApp' && PLATFORM.connectedAppBlocked.test(problem),
  );
  if (blocked !== undefined) {
    return setupError('ConnectedAppBlocked', { tokens: [blocked.fullName, blocked.problem], data });
  }
  const lines = problems.map(({ type, fullName, file, line, problem }) => {
    const place = line === undefined ? file : `${file}, line ${line}`;
    return `${type} ${fullName} (${place}): ${problem}`;
  });
  return setupError(done.length === 0 ? 'DeploymentFailed' : 'DeploymentFailedHalfway', {
    tokens: [id, lines.join('; '), done.join(', ')],
    data,
  });
}
