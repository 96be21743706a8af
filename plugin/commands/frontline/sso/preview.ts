import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { currentTime } from '../../../http/clock.ts';
import { planSso } from '../../../setup/deploy/deploy-sso.ts';
import type { Plan } from '../../../setup/plan/plan.ts';
import { previewResult, type PlanFinding, type PreviewResult } from '../../../setup/plan/plan-result.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { detailedExitCode } from '../../../terminal/detailed-exit-code.ts';
import { sameWith } from '../../../terminal/texts/follow-up-command.ts';
import { planText, waysOutText } from '../../../terminal/texts/plan-text.ts';
import { previewInOrg } from '../../../several-orgs/preview-in-org.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { setupFlagsWithUsers, setupRequestWithUsers } from '../../../terminal/flags/setup-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.preview');
const planMessages = Messages.loadMessages('sf-plugin-frontline', 'plan');

export type SsoPreviewResult = PreviewResult;

/** With --definition-file, the result of every org. */
export type SsoPreviewOutput = SsoPreviewResult | SeveralOrgs<SsoPreviewResult>;

export default class SsoPreview extends FrontlineCommand<SsoPreviewOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...definitionFlags(Object.keys(setupFlagsWithUsers), { reads: 'setup' }),
    ...setupFlagsWithUsers,
    'detailed-exitcode': Flags.boolean({
      summary: messages.getMessage('flags.detailed-exitcode.summary'),
      description: messages.getMessage('flags.detailed-exitcode.description'),
      default: false,
    }),
  };

  static {
    completeHelp(this, 'sso preview');
  }

  public async run(): Promise<SsoPreviewOutput> {
    const { flags } = await this.parse(SsoPreview);
    const { 'definition-file': file, 'detailed-exitcode': detailed } = flags;
    if (file !== undefined) {
      const result = await runInOrgs(this, { ...flags, 'definition-file': file }, previewInOrg);
      if (detailed && result.ok) {
        process.exitCode = detailedExitCode(
          result.orgs.flatMap((org) => (org.outcome === 'succeeded' ? org.result.finding : [])),
        );
      }
      return result;
    }
    const request = await setupRequestWithUsers(flags);
    const { connection, orgTitle } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const { plan } = await planSso(connection, request, currentTime());
    const result = previewResult(plan);
    this.logLines(planText(plan, orgTitle));
    this.warnAll(plan.warnings);
    this.logLines(nextText(plan, result.finding, this.argv));
    if (detailed) {
      process.exitCode = detailedExitCode([result.finding]);
    }
    return result;
  }
}

/** What to do next. */
function nextText(plan: Plan, finding: PlanFinding, argv: string[]): string[] {
  switch (finding) {
    case 'nothing':
      return [planMessages.getMessage('previewNothing')];
    case 'changes':
      return [messages.getMessage('next'), `  ${sameWith('frontline sso deploy', argv, ['--detailed-exitcode'])}`];
    case 'blocked':
      return waysOutText(plan);
  }
}
