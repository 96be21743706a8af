import { Messages } from '@salesforce/core';
import { checkAccess, type AccessAnswer } from '../../../setup/access/check-access.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { namedUsers, userFlags } from '../../../terminal/flags/user-flags.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { accessAnswerRows, accessExitCode, accessHelp } from '../../../terminal/texts/access-check-text.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.access.check');

export type AccessCheckResult = AccessAnswer[];

export default class AccessCheck extends FrontlineCommand<AccessCheckResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...appFlags, ...userFlags };

  public async run(): Promise<AccessCheckResult> {
    const { flags } = await this.parse(AccessCheck);
    const usernames = await namedUsers(flags);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
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
