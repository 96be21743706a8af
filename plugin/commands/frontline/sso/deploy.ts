import { Messages } from '@salesforce/core';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { handOverDeployment } from '../../../handover/hand-over-deployment.ts';
import { organizationNameFor } from '../../../handover/organization-name.ts';
import { currentTime } from '../../../http/clock.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import { deploySso } from '../../../setup/deploy/deploy-sso.ts';
import type { DeployResult } from '../../../setup/deploy/deploy-result.ts';
import type { DeploymentReport } from '../../../setup/deploy/deployment-report.ts';
import { EXIT_CODES } from '../../../setup/verify/verdict.ts';
import { deployInOrg, deployInOrgOptions } from '../../../several-orgs/deploy-in-org.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { agentsQuestion } from '../../../terminal/questions/agents-question.ts';
import { DeployStages } from '../../../terminal/deploy-stages.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { changeRealmFlag, deploymentFlags, dryRunFlag } from '../../../terminal/flags/deployment-flags.ts';
import { jobIdFlag, noPromptFlag, verifyFlag } from '../../../terminal/flags/deployment-flags.ts';
import { detailFlags, detailOf } from '../../../terminal/flags/detail-flags.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { handOverFlags, setupFlagsWithUsers, setupRequestWithUsers } from '../../../terminal/flags/setup-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';
import { lookAtDeployment } from '../../../terminal/look-at-deployment.ts';
import { approvalOf, approvePlan } from '../../../terminal/questions/plan-approval.ts';
import { busyText, changedText, deployOutcomeText } from '../../../terminal/texts/deployment-text.ts';
import { warnWithoutAgents } from '../../../terminal/texts/sign-in-users-text.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

export type SsoDeployResult = DeployResult;

/** With --definition-file, the result of every org; with --job-id, how that deployment ended. */
export type SsoDeployOutput = SsoDeployResult | SeveralOrgs<SsoDeployResult> | DeploymentReport;

export default class SsoDeploy extends FrontlineCommand<SsoDeployOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...definitionFlags([...Object.keys(setupFlagsWithUsers).filter((name) => name !== 'replace-certificate'), 'open'], {
      reads: 'setup',
      endings: 'with-sign-in',
    }),
    ...setupFlagsWithUsers,
    ...handOverFlags,
    ...jobIdFlag(['definition-file', ...Object.keys({ ...setupFlagsWithUsers, ...handOverFlags })]),
    ...verifyFlag,
    ...deploymentFlags,
    ...detailFlags,
    // There is nothing to prove and nothing to hand over then.
    ...dryRunFlag(['verify', ...Object.keys(handOverFlags)]),
    ...changeRealmFlag,
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  static {
    completeHelp(this, 'sso deploy');
  }

  private stages: DeployStages | undefined;

  public async run(): Promise<SsoDeployOutput> {
    const { flags } = await this.parse(SsoDeploy);
    await refuseUnwritable(flags['output-dir']);
    const { 'definition-file': file, 'job-id': jobId, 'output-dir': directory, verify, open } = flags;
    if (file !== undefined) {
      const options = { ...deployInOrgOptions(flags), config: this.config };
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) => deployInOrg(target, options));
    }
    const request = await setupRequestWithUsers(flags);
    const org = requiredOrg(flags['target-org']);
    const { connection, orgName, orgTitle } = await connectTo(org, flags['api-version']);
    waitAtMost(connection, flags.wait.milliseconds);
    if (jobId !== undefined) {
      return lookAtDeployment(this, connection, { jobId, orgName, realmSid: flags['realm-sid'] });
    }
    const organizationName = organizationNameFor(directory, org, connection);
    const detail = detailOf(flags);
    const stages = new DeployStages(this.jsonEnabled() || detail === 'concise');
    this.stages = stages;
    this.spinner.start(messages.getMessage('inspecting'));
    const report = await deploySso(connection, request, {
      dryRun: flags['dry-run'],
      onBusy: (id) => this.log(busyText(id)),
      askForAgents: agentsQuestion(this, flags),
      approve: (plan) => {
        stages.beginAgain();
        return approvePlan(this, plan, { orgTitle, detail, ...approvalOf(flags) });
      },
      onChanged: (changed) => {
        stages.beginAgain();
        this.log(changedText(changed));
      },
      onOtherKind: () => this.warn(messages.getMessage('otherKind')),
      onStage: (stage, progress) => stages.show(stage, progress),
      now: currentTime,
    });
    stages.done();
    warnWithoutAgents(this, report, orgName);
    this.logLines(deployOutcomeText(report));
    this.warnAll(report.warnings);
    const deployed = { connection, org, orgName, organizationName, config: this.config };
    const result = await handOverDeployment(deployed, report, this, { directory, verify, open, detail });
    process.exitCode = EXIT_CODES[result.verification?.verdict ?? 'proven'];
    return result;
  }

  protected override async catch(error: Error): Promise<never> {
    this.stages?.fail(error);
    return super.catch(error);
  }
}
