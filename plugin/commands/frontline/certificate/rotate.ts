import { Messages } from '@salesforce/core';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { handOverRotation } from '../../../handover/hand-over-rotation.ts';
import { organizationNameFor } from '../../../handover/organization-name.ts';
import { currentTime } from '../../../http/clock.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import { rotateCertificate, rotationStanding } from '../../../setup/rotate/rotate-certificate.ts';
import type { RotationResult } from '../../../setup/rotate/rotation-result.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { rotationStatusInOrg, type RotationStatus } from '../../../several-orgs/rotation-in-org.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { deploymentFlags, dryRunFlag, noPromptFlag } from '../../../terminal/flags/deployment-flags.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { rotationFlags, rotationRequest } from '../../../terminal/flags/rotation-flags.ts';
import { outputDirFlag } from '../../../terminal/flags/setup-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';
import { approveRotation, showNextStep, showProof } from '../../../terminal/rotation-screen.ts';
import { busyText, changedText, progressText } from '../../../terminal/texts/deployment-text.ts';
import { rotationOutcome, standingText } from '../../../terminal/texts/rotation-text.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.certificate.rotate');

export type CertificateRotateResult = RotationResult;

/** With --definition-file and --status, how far the rotation of every org is. */
export type CertificateRotateOutput = CertificateRotateResult | SeveralOrgs<RotationStatus>;

export default class CertificateRotate extends FrontlineCommand<CertificateRotateOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...appFlags,
    ...definitionFlags([...Object.keys({ ...appFlags, ...outputDirFlag }), 'activate', 'retire', 'source-dir'], {
      dependsOn: ['status'],
    }),
    ...outputDirFlag,
    ...rotationFlags,
    ...deploymentFlags,
    ...dryRunFlag(Object.keys(outputDirFlag)),
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  static {
    completeHelp(this, 'certificate rotate');
  }

  public async run(): Promise<CertificateRotateOutput> {
    const { flags } = await this.parse(CertificateRotate);
    const { 'certificate-name': certificateName, 'output-dir': directory, 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) =>
        rotationStatusInOrg(target, certificateName),
      );
    }
    const org = requiredOrg(flags['target-org']);
    await refuseUnwritable(directory);
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    const app = appOf(flags);
    const target = { orgName, app, certificateName };
    const request = rotationRequest(flags, org.getOrgId());
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
