import type { ErrorName } from '../../error-names.ts';
import { setupError } from '../../errors.ts';
import type { ComponentProblem, DeploymentOutcome } from '../../salesforce/deployment/deployment-outcome.ts';
import type { MetadataChanges } from '../../salesforce/metadata/metadata-package.ts';
import { PLATFORM } from '../../salesforce/api/org-errors.ts';
import { EXTERNAL_CLIENT_APP_TYPES } from '../../salesforce/org/external-client-app.ts';
import { mayComeWithRest } from './other-form.ts';

/**
 * What a command has changed in an org so far, in words for users. Every change is added at once, so that a later error
 * never says that nothing was changed.
 */
export type Done = string[];

/** What a deployment that succeeded adds. */
export function doneBy({ components = [], deletions = [] }: MetadataChanges): Done {
  return [
    ...components.map(({ document, fullName }) => `${document.type} ${fullName}`),
    ...deletions.map(({ type, fullName }) => `${type} ${fullName}`),
  ];
}

/** The error for a deployment that changed nothing in the end, with what had been done before it. */
export function deploymentError(outcome: Exclude<DeploymentOutcome, { outcome: 'succeeded' }>, done: Done): Error {
  const { id } = outcome;
  const either = (untouched: ErrorName, halfway: ErrorName): ErrorName => (done.length === 0 ? untouched : halfway);
  if (outcome.outcome === 'canceled') {
    const by = outcome.by === '' ? 'somebody' : outcome.by;
    return setupError(either('DeploymentCanceled', 'DeploymentCanceledHalfway'), {
      tokens: [id, by, done.join(', ')],
      data: { deploymentId: id, done: [...done] },
    });
  }
  const { problems } = outcome;
  const data = { deploymentId: id, problems, done: [...done] };
  const blocked = problems.find(
    ({ type, problem }) => type === 'ConnectedApp' && PLATFORM.connectedAppBlocked.test(problem),
  );
  if (blocked !== undefined) {
    return setupError(either('ConnectedAppBlocked', 'ConnectedAppBlockedHalfway'), {
      tokens: [blocked.fullName, blocked.problem, done.join(', ')],
      data,
    });
  }
  // What refers to a component that was refused is refused too.
  const refused = problems.map(({ type }) => type);
  const causes = problems.filter((problem) => !mayComeWithRest(problem, refused));
  const words = problemsText(causes.length > 0 ? causes : problems);
  if (causes.length > 0 && causes.every(mayBeForbidden)) {
    return setupError(either('ExternalClientAppRefused', 'ExternalClientAppRefusedHalfway'), {
      tokens: [id, words, done.join(', ')],
      data,
    });
  }
  return setupError(either('DeploymentFailed', 'DeploymentFailedHalfway'), {
    tokens: [id, words, done.join(', ')],
    data,
  });
}

const EXTERNAL = Object.values<string>(EXTERNAL_CLIENT_APP_TYPES);

/** Whether a part of an external client app was refused, and not for what is in its file: the org may forbid such apps. */
function mayBeForbidden({ type, problem }: ComponentProblem): boolean {
  return EXTERNAL.includes(type) && !PLATFORM.ownFault.test(problem);
}

/** A problem of one component, with its place, in the org's words. */
export function problemText(problem: ComponentProblem): string {
  return `${placeOf(problem)}: ${problem.problem}`;
}

/** The same of several components. Words that the org uses of more than one of them come once. */
function problemsText(problems: ComponentProblem[]): string {
  return [...Map.groupBy(problems, ({ problem }) => problem)]
    .map(([problem, same]) => `${same.map(placeOf).join(', ')}: ${problem}`)
    .join('; ');
}

function placeOf({ type, fullName, file, line }: ComponentProblem): string {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return `${type} ${fullName} (${place})`;
}
