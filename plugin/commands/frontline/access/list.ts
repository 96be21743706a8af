import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { accessOf, accessSourcesOf } from '../../../setup/access/check-access.ts';
import { readUsersWithAccess } from '../../../salesforce/people/users-with-access.ts';
import { listAccessInOrg } from '../../../several-orgs/access-in-org.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { titleOf } from '../../../setup/plan/plan-access.ts';
import { principalResult, userAccessResult } from '../../../terminal/texts/access-result.ts';
import type { PrincipalResult, UserAccessResult } from '../../../terminal/texts/access-result.ts';
import { firstAccessCommand } from '../../../terminal/texts/follow-up-command.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { terminalSafe } from '../../../text/terminal-safe.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.list');

/** With --users, the users. */
export type AccessListResult = PrincipalResult[] | UserAccessResult[];

/** With --definition-file, the result of every org. */
export type AccessListOutput = AccessListResult | SeveralOrgs<AccessListResult>;

export default class AccessList extends FrontlineCommand<AccessListOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...appFlags,
    ...definitionFlags(Object.keys(appFlags)),
    users: Flags.boolean({ summary: messages.getMessage('flags.users.summary'), default: false }),
  };

  static {
    completeHelp(this, 'access list');
  }

  public async run(): Promise<AccessListOutput> {
    const { flags } = await this.parse(AccessList);
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) => listAccessInOrg(target, flags.users));
    }
    const { connection, orgName } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const app = appOf(flags);
    if (flags.users) {
      const sources = await accessSourcesOf(connection, app);
      const users = (await readUsersWithAccess(connection, sources)).map(userAccessResult);
      if (sources.groups === undefined) {
        this.warn(messages.getMessage('users.groupsUnknown'));
      }
      this.showUsers(users, app.appName, firstAccessCommand({ orgName, app }));
      return users;
    }
    const principals = (await accessOf(connection, app))
      .map(({ principal }) => principalResult(principal))
      .sort((a, b) => a.label.localeCompare(b.label));
    if (principals.length === 0) {
      this.warn(messages.getMessage('nobody', [firstAccessCommand({ orgName, app })]));
      return principals;
    }
    this.table({
      title: messages.getMessage('title', [app.appName]),
      data: principals.map(({ kind, name, label }) => ({
        kind: messages.getMessage(`kind.${kind}`),
        name: terminalSafe(name),
        label: terminalSafe(label),
      })),
      columns: (['kind', 'name', 'label'] as const).map((key) => ({ key, name: messages.getMessage(`column.${key}`) })),
    });
    return principals;
  }

  private showUsers(users: UserAccessResult[], appName: string, assignCommand: string): void {
    if (users.length === 0) {
      return void this.warn(messages.getMessage('nobody', [assignCommand]));
    }
    this.table({
      title: messages.getMessage('title', [appName]),
      data: users.map(({ username, name, by }) => ({
        username: terminalSafe(username),
        name: terminalSafe(name),
        by: terminalSafe(by.map(titleOf).join(', ')),
      })),
      columns: (['username', 'name', 'by'] as const).map((key) => ({
        key,
        name: messages.getMessage(`column.${key}`),
      })),
    });
    this.log(messages.getMessage(users.length === 1 ? 'users.count.one' : 'users.count.many', [users.length]));
  }
}
