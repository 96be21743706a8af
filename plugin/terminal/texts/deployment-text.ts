import { Messages } from '@salesforce/core';
import type { DeploymentProgress } from '../../salesforce/deployment/deployment-watch.ts';
import type { DeployReport } from '../../setup/deploy/deploy-sso.ts';
import type { DeploymentReport } from '../../setup/deploy/deployment-report.ts';
import { isToDo } from '../../setup/plan/plan.ts';
import { firstDeployCommand } from './follow-up-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const flagMessages = Messages.loadMessages('sf-plugin-frontline', 'flags');
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');
const planMessages = Messages.loadMessages('sf-plugin-frontline', 'plan');

/** A deployment, and what it waits for. */
export function progressText({ id, trouble }: DeploymentProgress): string {
  return trouble === undefined ? id : `${id} ${flagMessages.getMessage(`trouble.${trouble}`)}`;
}

/** The line that names the deployment of somebody else that the command waits for. */
export function busyText(id: string): string {
  return flagMessages.getMessage('busy', [id]);
}

/** How a deploy ended, in a sentence. */
export function deployOutcomeText(
  { outcome, plan, deployments, validationComplete }: DeployReport,
  orgName: string,
): string {
  switch (outcome) {
    case 'declined':
      return messages.getMessage('declined');
    case 'unchanged':
      return planMessages.getMessage('nothing');
    case 'changed':
      return messages.getMessage('changed', [orgName]);
    case 'validated':
      if (deployments.length === 0 && plan.changes.some(isToDo)) {
        return messages.getMessage('validatedNothing');
      }
      return messages.getMessage(validationComplete ? 'validated' : 'validatedInPart');
  }
}

/** How a deployment ended that was started before, what was in it, and the command that goes on from there. */
export function deploymentReportText(
  { jobId, checkOnly, complete, components }: DeploymentReport,
  orgName: string,
  realmSid: string | undefined,
): string[] {
  const validated = complete ? 'job.validated' : 'job.validatedInPart';
  return [
    messages.getMessage(checkOnly ? validated : 'job.succeeded', [jobId, orgName]),
    ...components.map(({ type, fullName }) => `  ${type} ${fullName}`),
    '',
    messages.getMessage('job.next'),
    `  ${firstDeployCommand(orgName, realmSid)}`,
  ];
}
