import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { planSso } from '../../../setup/deploy-sso.ts';
import { planResult, type PlanResult } from '../../../setup/plan-result.ts';
import { isToDo } from '../../../setup/plan.ts';
import { connectTo, explained, orgFlags } from '../../../terminal/org-flags.ts';
import { planText } from '../../../terminal/plan-text.ts';
import { setupFlags, setupRequest } from '../../../terminal/setup-flags.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.preview');

export type SsoPreviewResult = PlanResult;

export default class SsoPreview extends SfCommand<SsoPreviewResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...setupFlags };

  public async run(): Promise<SsoPreviewResult> {
    const { flags } = await this.parse(SsoPreview);
    const { connection, orgName } = connectTo(flags['target-org'], flags['api-version']);
    const { plan } = await planSso(connection, setupRequest(flags), new Date());
    planText(plan, orgName).forEach((line) => this.log(line));
    plan.warnings.forEach((warning) => this.warn(warning));
    if (plan.changes.some(isToDo)) {
      this.log(messages.getMessage('next'));
    }
    return planResult(plan);
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(explained(error, this.argv));
  }
}
