import { Messages, type Connection } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { setupError } from '../../../errors.ts';
import type { DeploymentRecord } from '../../../setup/apply.ts';
import { deploySso, type DeployReport } from '../../../setup/deploy-sso.ts';
import type { HandOff } from '../../../setup/hand-off.ts';
import { writeHandOff } from '../../../setup/hand-off-files.ts';
import { planResult, type PlanResult } from '../../../setup/plan-result.ts';
import { isToDo, type Plan } from '../../../setup/plan.ts';
import { verifySso, type VerifyReport } from '../../../setup/verify-sso.ts';
import { DeployStages } from '../../../terminal/deploy-stages.ts';
import { connectTo, explained, orgFlags } from '../../../terminal/org-flags.ts';
import { filesText, handOffText, handOffWarnings } from '../../../terminal/hand-off-text.ts';
import { planText } from '../../../terminal/plan-text.ts';
import { outputDirFlag, setupFlags, setupRequest } from '../../../terminal/setup-flags.ts';
import { verifyText } from '../../../terminal/verify-text.ts';
import { frontline } from '../../../twilio/service-provider.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.deploy');

export type SsoDeployResult = PlanResult & {
  outcome: DeployReport['outcome'];
  deployments: DeploymentRecord[];
  handOff?: HandOff;
  /** Paths of the files that were written. */
  files: string[];
  /** With --verify. */
  verification?: VerifyReport;
};

export default class SsoDeploy extends SfCommand<SsoDeployResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...setupFlags,
    ...outputDirFlag,
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary'), default: false }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 1,
      defaultValue: 33,
      summary: messages.getMessage('flags.wait.summary'),
    }),
    verify: Flags.boolean({ summary: messages.getMessage('flags.verify.summary'), default: false }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary'), default: false }),
  };

  public async run(): Promise<SsoDeployResult> {
    const { flags } = await this.parse(SsoDeploy);
    const { connection, orgName } = connectTo(flags['target-org'], flags['api-version']);
    const stages = new DeployStages(this.jsonEnabled());
    this.spinner.start(messages.getMessage('inspecting'));
    try {
      const report = await deploySso(connection, setupRequest(flags), {
        dryRun: flags['dry-run'],
        deadline: Date.now() + flags.wait.milliseconds,
        approve: (plan) => this.approve(plan, orgName, flags['no-prompt'] || flags['dry-run']),
        onOtherKind: () => this.warn(messages.getMessage('otherKind')),
        onStage: (stage, progress) => stages.show(stage, progress),
        now: () => new Date(),
      });
      stages.done();
      const result = await this.present(report, orgName, flags['output-dir']);
      return flags.verify && report.handOff !== undefined
        ? { ...result, verification: await this.verify(connection, report.appName, flags['target-org'].getOrgId()) }
        : result;
    } catch (error) {
      stages.fail();
      throw error;
    }
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(explained(error, this.argv));
  }

  /** Shows the plan, and asks before a certificate is replaced. */
  private async approve(plan: Plan, orgName: string, withoutAsking: boolean): Promise<boolean> {
    this.spinner.stop();
    if (plan.changes.some(({ action }) => action !== 'keep')) {
      planText(plan, orgName).forEach((line) => this.log(line));
    }
    plan.warnings.forEach((warning) => this.warn(warning));
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
  private async verify(connection: Connection, appName: string, organizationId: string): Promise<VerifyReport> {
    const report = await verifySso(connection, {
      appName,
      organizationId,
      serviceProvider: frontline,
      now: () => new Date(),
    });
    this.log();
    verifyText(report, false).forEach((line) => this.log(line));
    process.exitCode = report.ok ? 0 : 1;
    return report;
  }

  private async present(
    report: DeployReport,
    orgName: string,
    outputDir: string | undefined,
  ): Promise<SsoDeployResult> {
    const { outcome, plan, deployments, handOff, actual } = report;
    this.log();
    this.log(sentenceOf(report, orgName));
    const files = handOff === undefined || outputDir === undefined ? [] : await writeHandOff(handOff, outputDir);
    if (handOff !== undefined) {
      this.log();
      [...handOffText(handOff), ...filesText(files)].forEach((line) => this.log(line));
      handOffWarnings(handOff, actual).forEach((warning) => this.warn(warning));
      this.log();
      this.log(messages.getMessage('next'));
      this.log(`  ${messages.getMessage('nextCommand', [orgName])}`);
    }
    return { ...planResult(plan), outcome, deployments, ...(handOff === undefined ? {} : { handOff }), files };
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
