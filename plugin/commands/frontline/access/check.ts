import { Messages } from '@salesforce/core';
import { checkAccess, type AccessAnswer } from '../../../setup/access/check-access.ts';
import { checkAccessInOrg, refuseOrgsWithoutUsers } from '../../../several-orgs/access-in-org.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { namedUsers, userFlags } from '../../../terminal/flags/user-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';
import { accessAnswerRows, accessExitCode, accessHelp } from '../../../terminal/texts/access-check-text.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.check');

export type AccessCheckResult = AccessAnswer[];

/** With --definition-file, the result of every org. */
export type AccessCheckOutput = AccessCheckResult | SeveralOrgs<AccessCheckResult>;

export default class AccessCheck extends FrontlineCommand<AccessCheckOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...appFlags,
    ...userFlags,
    ...definitionFlags(Object.keys({ ...appFlags, ...userFlags }), { endings: 'with-users' }),
  };

  static {
    completeHelp(this, 'access check');
  }

  public async run(): Promise<AccessCheckOutput> {
    const { flags } = await this.parse(AccessCheck);
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, checkAccessInOrg, refuseOrgsWithoutUsers);
    }
    const usernames = await namedUsers(flags);
    const { connection, orgName } = await connectTo(requiredOrg(flags['target-org']), flags['api-version']);
    const app = appOf(flags);
    const { answers, wayIn } = await checkAccess(connection, app, usernames);
    this.table({
      data: accessAnswerRows(answers),
      columns: (['username', 'answer', 'why'] as const).map((key) => ({
        key,
        name: messages.getMessage(`column.${key}`),
      })),
    });
    const having = answers.filter(({ answer }) => answer === 'yes').length;
    this.log(messages.getMessage('count', [having, answers.length, app.appName]));
    this.logLines(accessHelp(answers, wayIn, { orgName, app }));
    process.exitCode = accessExitCode(answers);
    return answers;
  }
}
