import { Messages } from '@salesforce/core';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import type { ComponentProblem } from '../../salesforce/deployment/deployment-outcome.ts';
import { problemText } from '../../setup/deploy/deployment-error.ts';
import type { DeployReport } from '../../setup/deploy/deploy-sso.ts';
import type { DeploymentReport } from '../../setup/deploy/deployment-report.ts';
import { isToDo } from '../../setup/plan/plan.ts';
import { firstDeployCommand } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const flagMessages = Messages.loadMessages('sf-plugin-frontline', 'flags');
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

/** A deployment, and what it waits for. */
export function progressText({ id, trouble }: DeploymentProgress): string {
  return trouble === undefined ? id : `${id} ${flagMessages.getMessage(`trouble.${trouble}`)}`;
}

/** The line that names the deployment of somebody else that the command waits for. */
export function busyText(id: string): string {
  return flagMessages.getMessage('busy', [id]);
}

/** The line that says what somebody else has changed in the org, which is looked at again. */
export function changedText(changed: string[]): string {
  return flagMessages.getMessage('changed', [changed.join(', ')]);
}

/** How a deploy ended that was declined or only validated, in a sentence, with what the org refused of a validation. */
export function deployOutcomeText({ outcome, plan, deployments, openProblems, done }: DeployReport): string[] {
  switch (outcome) {
    case 'declined':
      return [
        done.length === 0 ? messages.getMessage('declined') : messages.getMessage('declinedHalfway', [done.join(', ')]),
      ];
    case 'validated':
      if (deployments.length === 0 && plan.changes.some(isToDo)) {
        return [messages.getMessage('validatedNothing')];
      }
      return openProblems.length === 0
        ? [messages.getMessage('validated')]
        : [messages.getMessage('validatedInPart'), ...problemLines(openProblems)];
    case 'changed':
    case 'unchanged':
      return [];
  }
}

/** How a deployment ended that was started before, what was in it, and the command that goes on from there. */
export function deploymentReportText(
  { jobId, checkOnly, complete, components, openProblems = [] }: DeploymentReport,
  orgName: string,
  realmSid: string | undefined,
): string[] {
  const validated = complete ? 'job.validated' : 'job.validatedInPart';
  return [
    messages.getMessage(checkOnly ? validated : 'job.succeeded', [jobId, orgName]),
    ...components.map(({ type, fullName }) => `  ${type} ${fullName}`),
    ...problemLines(openProblems),
    '',
    messages.getMessage('job.next'),
    `  ${firstDeployCommand(orgName, realmSid)}`,
  ];
}

function problemLines(problems: ComponentProblem[]): string[] {
  return problems.map((problem) => `  ${problemText(problem)}`);
}
