import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import { sendStage } from './apply-plan.ts';
import { isSplit } from './other-form.ts';
import { formAfter, leftBehind, type Seen } from './refusal.ts';
import { inForm, USUAL_FORM, type Form, type Stage } from './stages.ts';
import { renewedIn, type WorkOptions } from './work.ts';

/** What came of a validation. */
export type Validation = {
  /** Ids of the deployments that were only validated. */
  ids: string[];
  /** What the org refuses, although it may accept it once the rest of the same stage is in place. */
  openProblems: ComponentProblem[];
  /** The form that needs another plan, if the org asks for one. Then nothing is known yet. */
  form?: Form;
};

/**
 * Validates a stage on the server, in one transaction, and changes nothing.
 *
 * @throws the errors of `formAfter`, and of `deployChanges`.
 */
export async function validateStage(
  connection: Connection,
  stage: Stage,
  { actual, form: first = USUAL_FORM }: { actual: Seen; form?: Form },
  options: WorkOptions,
): Promise<Validation> {
  const ids: string[] = [];
  for (let form = first; ;) {
    const current = inForm(stage, form);
    const outcome = await deployChanges(connection, current, {
      checkOnly: true,
      mayRepeat: true,
      onProgress: (progress) => options.onStage?.('validate', progress),
    });
    ids.push(outcome.id);
    if (outcome.outcome === 'succeeded') {
      return { ids, openProblems: [] };
    }
    const next = await formAfter(connection, { outcome, stage: current }, { form, actual, done: [] }, options);
    if (isSplit(next, form)) {
      return { ids, openProblems: outcome.outcome === 'failed' ? outcome.problems : [] };
    }
    if (next.roleInField !== form.roleInField) {
      return { ids, openProblems: [], form: next };
    }
    form = next;
  }
}

/**
 * Deploys a stage that cannot be split, in another form if the org asks for one.
 *
 * @returns the id of the deployment that succeeded.
 * @throws OrgChangedMeanwhile, CertificateRenewed, and the errors of `formAfter` and `deployChanges`.
 */
export async function deployStage(
  connection: Connection,
  stage: Stage,
  actual: Seen,
  options: WorkOptions,
): Promise<string> {
  for (let form = USUAL_FORM; ;) {
    const current = inForm(stage, form);
    const outcome = await sendStage(connection, current, options);
    if (outcome.outcome === 'succeeded') {
      const [renewed] = renewedIn(outcome.components);
      if (renewed !== undefined) {
        throw setupError('CertificateRenewed', { tokens: [renewed], situation: 'successor' });
      }
      return outcome.id;
    }
    const done = await leftBehind(connection, current);
    form = await formAfter(connection, { outcome, stage: current }, { form, actual, done }, options);
  }
}
