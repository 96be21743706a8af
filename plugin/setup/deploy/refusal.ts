import type { Connection } from '@salesforce/core';
import { deployChanges } from '../../salesforce/deployment/metadata-deployment.ts';
import type { DeploymentOutcome } from '../../salesforce/deployment/deployment-outcome.ts';
import { listComponents } from '../../salesforce/metadata/metadata-reading.ts';
import type { ActualSetup } from '../inspect/actual-setup.ts';
import { deploymentError, type Done } from './deployment-error.ts';
import { isSameRefusal, isSplit, otherForm, withoutSuspects } from './other-form.ts';
import { componentName, type Form, type Stage } from './stages.ts';
import type { WorkOptions } from './work.ts';

/** A deployment that the org did not carry out. It has changed nothing in the end. */
export type Refusal = { outcome: Exclude<DeploymentOutcome, { outcome: 'succeeded' }>; stage: Stage };

/** What an org has, as far as a refusal may come from it. */
export type Seen = Pick<ActualSetup, 'identityProvider' | 'certificateNames'>;

/**
 * The form in which the org may take what it has refused. Before anything is sent in parts, the org is asked whether it
 * refuses the same thing by itself too. Then a part would be deployed in vain.
 *
 * @param done what the command has done before, for the error.
 * @throws DeploymentFailed, DeploymentCanceled, ConnectedAppBlocked and the like if there is no such form.
 */
export async function formAfter(
  connection: Connection,
  { outcome, stage }: Refusal,
  { form, actual, done }: { form: Form; actual: Seen; done: Done },
  options: WorkOptions,
): Promise<Form> {
  const next = outcome.outcome === 'failed' ? otherForm(outcome.problems, stage, form) : undefined;
  const isVain =
    next !== undefined &&
    isSplit(next, form) &&
    (await isRefusedByItself(connection, { outcome, stage }, actual, options));
  if (next === undefined || isVain) {
    throw deploymentError(outcome, done);
  }
  return next;
}

/**
 * The certificates of a refused stage that the org has nevertheless, in words for users. It is not known whether a new key
 * pair is taken back with its deployment.
 */
export async function leftBehind(connection: Connection, { components, mustNotExist }: Stage): Promise<Done> {
  const names = components
    .filter(({ document }) => document.type === 'Certificate')
    .map(componentName)
    .filter((name) => mustNotExist.includes(name));
  const listed = names.length === 0 ? [] : await listComponents(connection, ['Certificate']);
  return names.filter((name) => listed.some(({ type, fullName }) => `${type} ${fullName}` === name));
}

/** Whether the org refuses the same components in the same words without what they may have been refused for. */
async function isRefusedByItself(
  connection: Connection,
  { outcome, stage }: Refusal,
  { identityProvider, certificateNames }: Seen,
  { onStage }: WorkOptions,
): Promise<boolean> {
  const problems = outcome.outcome === 'failed' ? outcome.problems : [];
  const { enabled, certificateName: set } = identityProvider;
  // One that is off needs no certificate: its file was seen with an empty name. It can also name one that was deleted.
  const existing = certificateNames.find((name) => name === set) ?? certificateNames[0];
  const certificateName = existing ?? (enabled ? undefined : '');
  const components = withoutSuspects(problems, stage, {
    enabled,
    ...(certificateName === undefined ? {} : { certificateName }),
  });
  if (components.length === 0) {
    return false;
  }
  const validated = await deployChanges(
    connection,
    { components },
    { checkOnly: true, mayRepeat: true, onProgress: (progress) => onStage?.('validate', progress) },
  );
  return validated.outcome === 'failed' && isSameRefusal(validated.problems, problems);
}
