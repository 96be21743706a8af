import { Messages } from '@salesforce/core';
import { accessOf } from '../../../setup/access/check-access.ts';
import { principalResult, type PrincipalResult } from '../../../terminal/texts/access-result.ts';
import { followUpCommand } from '../../../terminal/texts/follow-up-command.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { terminalSafe } from '../../../text/terminal-safe.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.list');

export type AccessListResult = PrincipalResult[];

export default class AccessList extends FrontlineCommand<AccessListResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...appFlags };

  public async run(): Promise<AccessListResult> {
    const { flags } = await this.parse(AccessList);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    const app = appOf(flags);
    const grants = await accessOf(connection, app);
    const principals = grants
      .map(({ principal }) => principalResult(principal))
      .sort((a, b) => a.label.localeCompare(b.label));
    if (principals.length === 0) {
      this.warn(messages.getMessage('nobody', [followUpCommand('frontline access assign', { orgName, app })]));
      return principals;
    }
    this.table({
      title: messages.getMessage('title', [flags['app-name']]),
      data: principals.map(({ kind, name, label }) => ({
        kind: messages.getMessage(`kind.${kind}`),
        name: terminalSafe(name),
        label: terminalSafe(label),
      })),
      columns: (['kind', 'name', 'label'] as const).map((key) => ({ key, name: messages.getMessage(`column.${key}`) })),
    });
    return principals;
  }
}
