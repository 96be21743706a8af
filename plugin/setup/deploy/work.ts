import { Messages } from '@salesforce/core';
import type { AppKind } from '../../salesforce/org/app-backend.ts';
import type { DeployedComponent } from '../../salesforce/deployment/deployment-outcome.ts';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import { isToDo, type Change, type Plan } from '../plan/plan.ts';
import type { Agents } from '../settings/settings.ts';
import { doneBy, type Done } from './deployment-error.ts';
import { componentName, USUAL_FORM, type Form, type Stage } from './stages.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** The parts of the work that a person watches. */
export type WorkStage = 'validate' | Stage['name'] | 'access' | 'check';

export type WorkOptions = {
  onStage?: (stage: WorkStage, progress?: DeploymentProgress) => void;
};

/** A deployment that was made. */
export type DeploymentRecord = { stage: WorkStage; id: string };

/** What a command has learned of an org and done in it so far, in however many attempts. */
export type Work = {
  /** In words for users. */
  done: Done;
  deployments: DeploymentRecord[];
  /** The changes that were made. */
  changes: Change[];
  /** Certificates that existed when they were deployed, and so may have got another key. */
  renewed: string[];
  /** How the org takes the plan. */
  form: Form;
  /** The kind of app to make, if it is another one than the request says. */
  newApp?: AppKind;
  /** The plan that was approved last. */
  approved?: Plan;
  /** Whether a person was asked who the agents are, and the answer. */
  isAsked?: boolean;
  agents?: Agents | undefined;
  /** Names of the certificates that the org had at first. */
  certificatesBefore?: string[];
};

export function newWork(): Work {
  return { done: [], deployments: [], changes: [], renewed: [], form: USUAL_FORM };
}

/** Notes a deployment that succeeded. */
export function noteDeployed(
  work: Work,
  { stage, plan }: { stage: Stage; plan: Plan },
  { id, components }: { id: string; components: DeployedComponent[] },
): void {
  work.done.push(...doneBy(stage));
  work.deployments.push({ stage: stage.name, id });
  work.renewed.push(...renewedIn(components));
  const names = stage.components.map(componentName);
  work.changes.push(
    ...plan.changes
      .filter((change) => 'components' in change)
      .filter((change) => isToDo(change) && change.components.every((one) => names.includes(componentName(one)))),
  );
}

/** Notes access that was given. */
export function noteAccess(work: Work, plan: Plan): void {
  const given = plan.changes.filter(({ step }) => step === 'access' || step === 'users').filter(isToDo);
  work.done.push(...given.map(({ target }) => messages.getMessage('done.access', [target])));
  work.changes.push(...given);
}

/**
 * The answer to a deployment says what it created and what existed before. A certificate that existed may have got a
 * new key, and the person who made it has handed over the old one.
 */
export function renewedIn(components: DeployedComponent[]): string[] {
  return components.filter(({ type, existed }) => type === 'Certificate' && existed).map(({ fullName }) => fullName);
}

/** A plan with the changes that were made before it was made. Its own lines say of these that all is as it should be. */
export function withMade(plan: Plan, { changes: made }: Work): Plan {
  const changes = plan.changes.map(
    (change) =>
      made.findLast(
        ({ step, target }) =>
          change.action === 'keep' && step === change.step && (step === 'users' || target === change.target),
      ) ?? change,
  );
  return { ...plan, changes };
}
