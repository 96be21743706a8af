import { Messages } from '@salesforce/core';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { handOverRotation } from '../../../handover/hand-over-rotation.ts';
import { organizationNameFor } from '../../../handover/organization-name.ts';
import { currentTime } from '../../../http/clock.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import type { HandOff } from '../../../setup/inspect/hand-over-values.ts';
import type { RotationStep } from '../../../setup/rotate/plan-rotation.ts';
import { rotateCertificate, rotationStanding, type RotationReport } from '../../../setup/rotate/rotate-certificate.ts';
import type { Certificates, RotationPhase } from '../../../setup/rotate/rotation-standing.ts';
import type { VerifyReport } from '../../../setup/verify/verify-sso.ts';
import { deploymentFlags, dryRunFlag, noPromptFlag } from '../../../terminal/flags/deployment-flags.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { rotationFlags, rotationRequest } from '../../../terminal/flags/rotation-flags.ts';
import { outputDirFlag } from '../../../terminal/flags/setup-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { approveRotation, showNextStep, showProof } from '../../../terminal/rotation-screen.ts';
import { busyText, changedText, progressText } from '../../../terminal/texts/deployment-text.ts';
import { rotationOutcome, standingText } from '../../../terminal/texts/rotation-text.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

export type CertificateRotateResult = {
  step: RotationStep | 'status';
  outcome: RotationReport['outcome'];
  /** How far the rotation is afterwards. */
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

export default class CertificateRotate extends FrontlineCommand<CertificateRotateResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...appFlags,
    ...outputDirFlag,
    ...rotationFlags,
    ...deploymentFlags,
    ...dryRunFlag(Object.keys(outputDirFlag)),
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  public async run(): Promise<CertificateRotateResult> {
    const { flags } = await this.parse(CertificateRotate);
    const { 'target-org': org, 'certificate-name': certificateName, 'output-dir': directory } = flags;
    await refuseUnwritable(directory);
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    const app = appOf(flags);
    const target = { orgName, app, certificateName };
    const request = rotationRequest(flags);
    if (flags.status) {
      const standing = await rotationStanding(connection, request, currentTime());
      this.logLines(standingText(standing, orgName));
      const result = { ...standing, step: 'status' as const, deployments: [], files: [] };
      return { ...result, outcome: 'unchanged', ...showNextStep(this, result, target) };
    }
    waitAtMost(connection, flags.wait.milliseconds);
    const organizationName = organizationNameFor(directory, org, connection);
    const consent = {
      orgName,
      dryRun: flags['dry-run'],
      handedOver: flags['handed-over'] ?? false,
      noPrompt: flags['no-prompt'],
      canAsk: !this.jsonEnabled() && process.stdin.isTTY,
    };
    const report = await rotateCertificate(connection, request, {
      dryRun: flags['dry-run'],
      onBusy: (id) => this.log(busyText(id)),
      onChanged: (changed) => this.log(changedText(changed)),
      onProgress: (progress) => this.showProgress(progressText(progress)),
      approve: (preview) => approveRotation(this, preview, consent),
      now: currentTime,
    });
    this.spinner.stop();
    this.logLines(rotationOutcome(report, orgName));
    const origin = { org, orgName, organizationName, app, config: this.config };
    const files = await handOverRotation(report, origin, this, directory);
    showProof(this, report, target);
    const { plan, handOver, ...rest } = report;
    const result = { ...rest, ...(handOver === undefined ? {} : { handOff: handOver }), step: plan.step, files };
    // What was named for a deletion is gone.
    return { ...result, ...showNextStep(this, result, plan.step === 'retire' ? { orgName, app } : target) };
  }
}
