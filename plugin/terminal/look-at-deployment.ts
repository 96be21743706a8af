import { Messages, type Connection } from '@salesforce/core';
import { reportDeployment, type DeploymentReport } from '../setup/deploy/deployment-report.ts';
import type { FrontlineCommand } from './frontline-command.ts';
import { deploymentReportText, progressText } from './texts/deployment-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

/** Where a deployment is looked at: the command itself. */
type Screen = Pick<FrontlineCommand<unknown>, 'logLines' | 'showProgress' | 'spinner'>;

/**
 * Waits for the end of a deployment that was started before, and shows how it ended.
 *
 * @param realmSid for the command that goes on from there.
 */
export async function lookAtDeployment(
  screen: Screen,
  connection: Connection,
  { jobId, orgName, realmSid }: { jobId: string; orgName: string; realmSid: string | undefined },
): Promise<DeploymentReport> {
  screen.spinner.start(messages.getMessage('job.looking', [jobId]));
  const ended = await reportDeployment(connection, jobId, {
    onProgress: (progress) => screen.showProgress(progressText(progress)),
  });
  screen.spinner.stop();
  screen.logLines(deploymentReportText(ended, orgName, realmSid));
  return ended;
}
