import { Messages, type Connection } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { setupError } from '../../../errors.ts';
import type { DeploymentProgress } from '../../../salesforce/deployment/deployment-watch.ts';
import { parseDeploymentId, reportDeployment, type DeploymentReport } from '../../../setup/deploy/deployment-report.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import { deployedApp, deployResult, type DeployResult } from '../../../setup/deploy/deploy-result.ts';
import { deploySso, type DeployReport } from '../../../setup/deploy/deploy-sso.ts';
import { isToDo, type Plan } from '../../../setup/plan/plan.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { verifySso, type VerifyReport } from '../../../setup/verify/verify-sso.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { deployInOrg } from '../../../several-orgs/deploy-in-org.ts';
import {
  busyText,
  deploymentFlags,
  dryRunFlag,
  noPromptFlag,
  progressText,
} from '../../../terminal/flags/deployment-flags.ts';
import { DeployStages } from '../../../terminal/deploy-stages.ts';
import {
  handOverPageData,
  openHandOver,
  writeWhatIsDone,
  type HandOverOrigin,
} from '../../../handover/hand-over-output.ts';
import { firstDeployCommand, followUpCommand } from '../../../terminal/texts/follow-up-command.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { filesText, handOverText } from '../../../terminal/texts/hand-over-text.ts';
import { planText } from '../../../terminal/texts/plan-text.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { handOverFlags, setupFlags, setupRequest } from '../../../terminal/flags/setup-flags.ts';
import { parsedBy } from '../../../terminal/flags/text-flags.ts';
import { verifyText } from '../../../terminal/texts/verify-text.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

export type SsoDeployResult = DeployResult;

/** With --definition-file, the result of every org; with --job-id, how that deployment ended. */
export type SsoDeployOutput = SsoDeployResult | SeveralOrgs<SsoDeployResult> | DeploymentReport;

/** The flags that say what to do with the values. */
type HandOverFlags = { verify: boolean; open: boolean; 'output-dir'?: string | undefined };

export default class SsoDeploy extends FrontlineCommand<SsoDeployOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...definitionFlags([...Object.keys(setupFlags).filter((name) => name !== 'replace-certificate'), 'open']),
    ...setupFlags,
    ...handOverFlags,
    'job-id': Flags.string({
      char: 'i',
      summary: messages.getMessage('flags.job-id.summary'),
      description: messages.getMessage('flags.job-id.description'),
      parse: parsedBy(parseDeploymentId),
      // A Realm SID can come from the environment, and changes nothing here.
      exclusive: ['definition-file', ...Object.keys({ ...setupFlags, ...handOverFlags })].filter(
        (name) => name !== 'realm-sid',
      ),
    }),
    verify: Flags.boolean({ summary: messages.getMessage('flags.verify.summary'), default: false }),
    ...deploymentFlags,
    // There is nothing to prove and nothing to hand over then.
    ...dryRunFlag(['verify', ...Object.keys(handOverFlags)]),
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  private stages: DeployStages | undefined;

  public async run(): Promise<SsoDeployOutput> {
    const { flags } = await this.parse(SsoDeploy);
    await refuseUnwritable(flags['output-dir']);
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      const options = {
        replaceCertificate: flags['replace-certificate'],
        dryRun: flags['dry-run'],
        verify: flags.verify,
        noPrompt: flags['no-prompt'],
        wait: flags.wait.milliseconds,
        outputDirectory: flags['output-dir'],
        config: this.config,
      };
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) => deployInOrg(target, options));
    }
    const request = setupRequest(flags);
    const org = requiredOrg(flags['target-org']);
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    waitAtMost(connection, flags.wait.milliseconds);
    if (flags['job-id'] !== undefined) {
      return this.report(connection, flags['job-id'], { orgName, realmSid: flags['realm-sid'] });
    }
    const stages = new DeployStages(this.jsonEnabled());
    this.stages = stages;
    this.spinner.start(messages.getMessage('inspecting'));
    const report = await deploySso(connection, request, {
      dryRun: flags['dry-run'],
      onBusy: (id) => this.log(busyText(id)),
      approve: (plan) => this.approve(plan, orgName, flags['no-prompt'] || flags['dry-run']),
      onOtherKind: () => this.warn(messages.getMessage('otherKind')),
      onStage: (stage, progress) => stages.show(stage, progress),
      now: () => new Date(),
    });
    stages.done();
    this.log();
    this.log(sentenceOf(report, orgName));
    const origin = { org, orgName, app: deployedApp(report), actual: report.actual, config: this.config };
    return { ...deployResult(report), ...(await this.handOver(connection, report, origin, flags)) };
  }

  protected override async catch(error: Error): Promise<never> {
    this.stages?.fail(error);
    return super.catch(error);
  }

  /** Shows how a deployment ended that was started before. */
  private async report(
    connection: Connection,
    jobId: string,
    { orgName, realmSid }: { orgName: string; realmSid: string | undefined },
  ): Promise<DeploymentReport> {
    this.spinner.start(messages.getMessage('job.looking', [jobId]));
    const onProgress = (progress: DeploymentProgress): void => this.showProgress(progressText(progress));
    const report = await reportDeployment(connection, jobId, { onProgress });
    this.spinner.stop();
    const validated = report.complete ? 'job.validated' : 'job.validatedInPart';
    this.log(messages.getMessage(report.checkOnly ? validated : 'job.succeeded', [jobId, orgName]));
    report.components.forEach(({ type, fullName }) => this.log(`  ${type} ${fullName}`));
    this.log();
    this.log(messages.getMessage('job.next'));
    this.log(`  ${firstDeployCommand(orgName, realmSid)}`);
    return report;
  }

  /** Shows the plan, and asks before a certificate is replaced. */
  private async approve(plan: Plan, orgName: string, withoutAsking: boolean): Promise<boolean> {
    this.spinner.stop();
    if (plan.changes.some(({ action }) => action !== 'keep')) {
      this.logLines(planText(plan, orgName));
    }
    this.warnAll(plan.warnings);
    const { replacesCertificate: replaced } = plan;
    if (replaced === undefined || withoutAsking) {
      return true;
    }
    if (this.jsonEnabled() || !process.stdin.isTTY) {
      throw setupError('ConfirmationMissing', { tokens: [replaced.from, replaced.to] });
    }
    return this.confirm({ message: messages.getMessage('confirm', [orgName, replaced.from, replaced.to]), ms: 60_000 });
  }

  /** Proves the sign-in; the command's exit code follows it. */
  private async verify(connection: Connection, { app }: Plan, organizationId: string): Promise<VerifyReport> {
    const report = await verifySso(connection, {
      appName: app.fullName,
      appType: app.kind,
      organizationId,
      serviceProvider: frontline,
      now: () => new Date(),
    });
    this.log();
    this.logLines(verifyText(report, false));
    process.exitCode = report.ok ? 0 : 1;
    return report;
  }

  /** Shows and writes the values, proves the sign-in where that is asked for, and then writes what came of it too. */
  private async handOver(
    connection: Connection,
    report: DeployReport,
    origin: HandOverOrigin,
    flags: HandOverFlags,
  ): Promise<Pick<SsoDeployResult, 'files' | 'verification'>> {
    const { plan, handOver } = report;
    if (handOver === undefined) {
      return { files: [] };
    }
    const page = handOverPageData(handOver, origin, new Date());
    const done = deployResult(report);
    const files = await writeWhatIsDone(page, flags['output-dir'], done);
    this.log();
    this.logLines([...handOverText(handOver), ...filesText(files)]);
    this.warnAll(page.warnings);
    if (!flags.verify) {
      this.log();
      this.log(messages.getMessage('next'));
      this.log(`  ${followUpCommand('frontline sso verify', origin)}`);
    }
    const proof = flags.verify ? { verification: await this.verify(connection, plan, page.organizationId) } : {};
    const judged = { ...page, ...proof };
    await writeWhatIsDone(judged, flags['output-dir'], { ...done, ...proof });
    this.logLines(flags.open ? await openHandOver(judged, files) : []);
    return { files, ...proof };
  }
}

/** How the deploy ended, in a sentence. */
function sentenceOf({ outcome, plan, deployments, validationComplete }: DeployReport, orgName: string): string {
  switch (outcome) {
    case 'declined':
      return messages.getMessage('declined');
    case 'unchanged':
      return Messages.loadMessages('sf-plugin-frontline', 'plan').getMessage('nothing');
    case 'changed':
      return messages.getMessage('changed', [orgName]);
    case 'validated':
      if (deployments.length === 0 && plan.changes.some(isToDo)) {
        return messages.getMessage('validatedNothing');
      }
      return messages.getMessage(validationComplete ? 'validated' : 'validatedInPart');
  }
}
