import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { SHIPPED_SOURCE } from '../../../salesforce/source/metadata-source.ts';
import { waitAtMost } from '../../../salesforce/api/login.ts';
import { deleteSso, type DeleteReport } from '../../../setup/delete/delete-sso.ts';
import { approveDeletion } from '../../../terminal/questions/deletion-approval.ts';
import { deploymentFlags, noPromptFlag } from '../../../terminal/flags/deployment-flags.ts';
import { busyText, progressText } from '../../../terminal/texts/deployment-text.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { deletionOutcomeText } from '../../../terminal/texts/deletion-text.ts';
import { givenText } from '../../../terminal/flags/text-flags.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.delete');

export type SsoDeleteResult = {
  outcome: DeleteReport['outcome'];
  removals: Array<{
    step: 'access' | 'app' | 'user-field' | 'permission-set' | 'identity-provider' | 'certificate';
    action: 'delete' | 'switch-off' | 'keep' | 'blocked';
    target: string;
    reason?: string;
  }>;
  /** Ids of the deployments that were made. */
  deployments: string[];
};

export default class SsoDelete extends FrontlineCommand<SsoDeleteResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...appFlags,
    'source-dir': Flags.directory({
      summary: messages.getMessage('flags.source-dir.summary'),
      parse: givenText,
    }),
    'include-certificate': Flags.boolean({
      summary: messages.getMessage('flags.include-certificate.summary'),
      default: false,
    }),
    ...deploymentFlags,
    ...noPromptFlag(messages.getMessage('flags.no-prompt.summary')),
  };

  static {
    completeHelp(this, 'sso delete');
  }

  public async run(): Promise<SsoDeleteResult> {
    const { flags } = await this.parse(SsoDelete);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    waitAtMost(connection, flags.wait.milliseconds);
    const report = await deleteSso(
      connection,
      {
        ...appOf(flags),
        serviceProvider: frontline,
        sourceDirectory: flags['source-dir'] ?? SHIPPED_SOURCE,
        includeCertificate: flags['include-certificate'],
      },
      {
        dryRun: flags['dry-run'],
        onBusy: (id) => this.log(busyText(id)),
        onProgress: (progress) => this.showProgress(progressText(progress)),
        approve: (planned) =>
          approveDeletion(this, planned, { orgName, canAsk: !this.jsonEnabled() && process.stdin.isTTY, ...flags }),
      },
    );
    this.spinner.stop();
    this.log(deletionOutcomeText(report, orgName));
    const { outcome, planned, deployments } = report;
    return {
      outcome,
      removals: planned.map(({ step, action, target, reason }) => ({
        step,
        action,
        target,
        ...(reason === undefined ? {} : { reason }),
      })),
      deployments,
    };
  }
}
