import { Messages, type Org } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { SHIPPED_SOURCE } from '../../../salesforce/source/metadata-source.ts';
import type { NamedApp } from '../../../salesforce/org/org-apps.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import type { HandOff } from '../../../setup/inspect/hand-over-values.ts';
import type { RotationStep } from '../../../setup/rotate/plan-rotation.ts';
import { phaseOf, type Certificates, type RotationPhase } from '../../../setup/rotate/rotation-standing.ts';
import {
  rotateCertificate,
  rotationStanding,
  type RotationPreview,
  type RotationReport,
} from '../../../setup/rotate/rotate-certificate.ts';
import type { VerifyReport } from '../../../setup/verify/verify-sso.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { handOverPageData, writeWhatIsDone } from '../../../handover/hand-over-output.ts';
import { filesText, handOverText } from '../../../terminal/texts/hand-over-text.ts';
import {
  busyText,
  deploymentFlags,
  dryRunFlag,
  noPromptFlag,
  progressText,
} from '../../../terminal/flags/deployment-flags.ts';
import { followUpCommand } from '../../../terminal/texts/follow-up-command.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { rotationQuestion, type RotationConsent } from '../../../terminal/rotation-confirmation.ts';
import {
  goBackText,
  notDueText,
  nextRotationCommand,
  rotationOutcome,
  rotationPlanText,
  standingText,
  type RotationTarget,
} from '../../../terminal/texts/rotation-text.ts';
import { certificateNameFlag, outputDirFlag } from '../../../terminal/flags/setup-flags.ts';
import { verifyText } from '../../../terminal/texts/verify-text.ts';
import { givenText } from '../../../terminal/flags/text-flags.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

export type CertificateRotateResult = {
  step: RotationStep | 'status';
  outcome: RotationReport['outcome'];
  /** Where the exchange is afterwards. */
  phase: RotationPhase;
  certificates: Certificates;
  otherServiceProviders: string[];
  /** Deployments that are under way in the org; with --status. */
  underWay?: string[];
  deployments: string[];
  /** The values with the certificate that Twilio is to hold. */
  handOff?: HandOff;
  /** Paths of the files that were written. */
  files: string[];
  /** After a switch. */
  verification?: VerifyReport;
  /** What goes on from here. */
  nextCommand: string;
};

/** What goes on from here; a deployment under way wants to be looked at first. */
function nextCommandOf(certificates: Certificates, [deployment]: string[], target: RotationTarget): string {
  return deployment === undefined
    ? nextRotationCommand(certificates, target)
    : followUpCommand('frontline sso deploy', { orgName: target.orgName, jobId: deployment });
}

/** Whose values are handed over, and where they are written to. */
type Target = { org: Org; orgName: string; app: NamedApp; outputDir: string | undefined };

export default class CertificateRotate extends FrontlineCommand<CertificateRotateResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...appFlags,
    ...outputDirFlag,
    activate: Flags.boolean({
      summary: messages.getMessage('flags.activate.summary'),
      exclusive: ['retire', 'status'],
    }),
    'handed-over': Flags.boolean({
      summary: messages.getMessage('flags.handed-over.summary'),
      relationships: [{ type: 'all', flags: ['activate'] }],
    }),
    retire: Flags.boolean({
      summary: messages.getMessage('flags.retire.summary'),
      exclusive: ['activate', 'status'],
      default: false,
    }),
    status: Flags.boolean({ summary: messages.getMessage('flags.status.summary'), default: false }),
    ...certificateNameFlag(
      messages.getMessage('flags.certificate-name.summary'),
      messages.getMessage('flags.certificate-name.description'),
    ),
    'source-dir': Flags.directory({
      summary: messages.getMessage('flags.source-dir.summary'),
      parse: givenText,
    }),
    ...deploymentFlags,
    ...dryRunFlag(Object.keys(outputDirFlag)),
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  public async run(): Promise<CertificateRotateResult> {
    const { flags } = await this.parse(CertificateRotate);
    await refuseUnwritable(flags['output-dir']);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    const { 'certificate-name': name } = flags;
    const app = appOf(flags);
    const next = { orgName, app, certificateName: name };
    const question = {
      ...app,
      serviceProvider: frontline,
      ...(name === undefined ? {} : { certificateName: name }),
    };
    if (flags.status) {
      const standing = await rotationStanding(connection, question, new Date());
      this.logLines(standingText(standing, orgName));
      return this.goOn({ ...standing, step: 'status', outcome: 'unchanged', deployments: [], files: [] }, next);
    }
    waitAtMost(connection, flags.wait.milliseconds);
    const consent = {
      orgName,
      handedOver: flags['handed-over'] ?? false,
      noPrompt: flags['no-prompt'],
      canAsk: !this.jsonEnabled() && process.stdin.isTTY,
    };
    const report = await rotateCertificate(
      connection,
      {
        ...question,
        step: flags.activate ? 'activate' : flags.retire ? 'retire' : 'create',
        sourceDirectory: flags['source-dir'] ?? SHIPPED_SOURCE,
        organizationId: flags['target-org'].getOrgId(),
      },
      {
        dryRun: flags['dry-run'],
        onBusy: (id) => this.log(busyText(id)),
        onProgress: (progress) => this.showProgress(progressText(progress)),
        approve: (preview) => this.approve(preview, consent, flags['dry-run']),
        now: () => new Date(),
      },
    );
    this.spinner.stop();
    const ended = rotationOutcome(report, orgName);
    if (ended !== undefined) {
      this.log(ended);
    }
    const files = await this.handOver(report, {
      org: flags['target-org'],
      orgName,
      app,
      outputDir: flags['output-dir'],
    });
    if (report.verification !== undefined) {
      this.presentProof(report.verification, report, next);
    }
    const { plan, handOver, ...rest } = report;
    // What was named for a deletion is gone.
    const named = plan.step === 'retire' ? { orgName, app } : next;
    const values = handOver === undefined ? {} : { handOff: handOver };
    return this.goOn({ ...rest, ...values, step: plan.step, files }, named);
  }

  /** Shows what is to be done, and asks before a switch and before a deletion. */
  private async approve(preview: RotationPreview, consent: RotationConsent, dryRun: boolean): Promise<boolean> {
    this.logLines(standingText(preview, consent.orgName));
    this.logLines(rotationPlanText(preview));
    this.log();
    const question = dryRun ? undefined : rotationQuestion(preview, consent);
    const approved = question === undefined || (await this.confirm(question));
    if (approved) {
      this.spinner.start(messages.getMessage('working'));
    }
    return approved;
  }

  /** Writes and shows the values of a certificate that was not handed over before. */
  private async handOver(report: RotationReport, target: Target): Promise<string[]> {
    const { plan, handOver, certificates, outcome } = report;
    if (plan.step !== 'create' || handOver === undefined || outcome === 'declined' || outcome === 'validated') {
      return [];
    }
    const { name: inUse } = certificates.inUse;
    const replaces = plan.certificate === inUse ? undefined : inUse;
    const origin = { ...target, config: this.config, replaces };
    const { plan: _shown, ...done } = report;
    const page = handOverPageData(handOver, origin, new Date());
    const files = await writeWhatIsDone(page, target.outputDir, { ...done, step: plan.step });
    this.logLines(['', ...handOverText(handOver), ...filesText(files)]);
    return files;
  }

  /** What came of the sign-in after a switch; the exit code follows it. */
  private presentProof(verification: VerifyReport, report: RotationReport, target: RotationTarget): void {
    this.logLines(['', ...verifyText(verification, false), '']);
    process.exitCode = verification.ok ? 0 : 1;
    if (!verification.ok) {
      this.warn(messages.getMessage('notAccepted'));
    }
    this.logLines(goBackText(report, target));
  }

  /** Ends with the command that goes on from here. */
  private goOn(
    result: Omit<CertificateRotateResult, 'phase' | 'nextCommand'>,
    target: RotationTarget,
  ): CertificateRotateResult {
    const { certificates, underWay = [] } = result;
    const nextCommand = nextCommandOf(certificates, underWay, target);
    const phase = phaseOf(certificates);
    const wait = underWay.length === 0 && phase === 'idle' ? notDueText(certificates) : undefined;
    if (wait !== undefined && result.step === 'status') {
      this.log(wait);
    } else if (phase !== 'idle' || result.step === 'status') {
      this.log();
      this.log(messages.getMessage('next'));
      this.log(`  ${nextCommand}`);
    }
    return { ...result, phase, nextCommand };
  }
}
