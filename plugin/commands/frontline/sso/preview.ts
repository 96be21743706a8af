import { Messages } from '@salesforce/core';
import { currentTime } from '../../../http/clock.ts';
import { planSso } from '../../../setup/deploy/deploy-sso.ts';
import { planResult, type PlanResult } from '../../../setup/plan/plan-result.ts';
import { isToDo, type Plan } from '../../../setup/plan/plan.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { planText } from '../../../terminal/texts/plan-text.ts';
import { previewInOrg } from '../../../several-orgs/preview-in-org.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { setupFlags, setupRequest } from '../../../terminal/flags/setup-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.preview');
const planMessages = Messages.loadMessages('sf-plugin-frontline', 'plan');

export type SsoPreviewResult = PlanResult;

/** With --definition-file, the result of every org. */
export type SsoPreviewOutput = SsoPreviewResult | SeveralOrgs<SsoPreviewResult>;

export default class SsoPreview extends FrontlineCommand<SsoPreviewOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...definitionFlags(Object.keys(setupFlags)),
    ...setupFlags,
  };

  public async run(): Promise<SsoPreviewOutput> {
    const { flags } = await this.parse(SsoPreview);
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, previewInOrg);
    }
    const request = setupRequest(flags);
    const { connection, orgName } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const { plan } = await planSso(connection, request, currentTime());
    this.logLines(planText(plan, orgName));
    this.warnAll(plan.warnings);
    this.logLines(nextText(plan));
    return planResult(plan);
  }
}

/** What to do next. A blocked plan names its obstacle itself. */
function nextText({ changes }: Plan): string[] {
  if (changes.some(({ action }) => action === 'blocked')) {
    return [];
  }
  return [changes.some(isToDo) ? messages.getMessage('next') : planMessages.getMessage('previewNothing')];
}
