import { setupError } from '../errors.ts';
import type { DeploymentOutcome } from '../salesforce/deployment-outcome.ts';
import { PLATFORM } from '../salesforce/org-errors.ts';

/** The error for a deployment that changed nothing in the end, with what had been done before it. */
export function deploymentError(outcome: Exclude<DeploymentOutcome, { outcome: 'succeeded' }>, done: string[]): Error {
  const { id } = outcome;
  if (outcome.outcome === 'canceled') {
    const name = done.length === 0 ? 'DeploymentCanceled' : 'DeploymentCanceledHalfway';
    const by = outcome.by === '' ? 'somebody' : outcome.by;
    return setupError(name, { tokens: [id, by, done.join(', ')], data: { deploymentId: id, done } });
  }
  const { problems } = outcome;
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
