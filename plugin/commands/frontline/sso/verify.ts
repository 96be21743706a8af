import { Messages } from '@salesforce/core';
import { currentTime } from '../../../http/clock.ts';
import { Flags } from '@salesforce/sf-plugins-core';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { verifySso, type VerifyReport } from '../../../setup/verify/verify-sso.ts';
import { EXIT_CODES } from '../../../setup/verify/verdict.ts';
import { definitionFlags, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { detailFlags, detailOf } from '../../../terminal/flags/detail-flags.ts';
import { readResponseFile } from '../../../terminal/flags/response-file.ts';
import { appFlags, appOf, connectTo } from '../../../terminal/flags/org-flags.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { verifyInOrg } from '../../../several-orgs/verify-in-org.ts';
import { twilioFlags, twilioQuestion } from '../../../terminal/flags/twilio-flags.ts';
import { givenText } from '../../../terminal/flags/text-flags.ts';
import { errorCodeText } from '../../../terminal/texts/error-code-text.ts';
import { verifyText } from '../../../terminal/texts/verify-text.ts';
import { explainErrorCode, type ErrorExplanation } from '../../../twilio/error-codes.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

export type SsoVerifyResult = VerifyReport | ErrorExplanation | SeveralOrgs<VerifyReport>;

export default class SsoVerify extends FrontlineCommand<SsoVerifyResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    'target-org': Flags.optionalOrg({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
    'api-version': Flags.orgApiVersion(),
    ...definitionFlags(['app-name', 'app-type', 'username', 'twilio-user', 'response-file', 'explain'], {
      endings: 'with-sign-in',
    }),
    ...appFlags,
    username: Flags.string({ summary: messages.getMessage('flags.username.summary'), parse: givenText }),
    ...twilioFlags,
    'response-file': Flags.string({
      summary: messages.getMessage('flags.response-file.summary'),
      description: messages.getMessage('flags.response-file.description'),
      parse: givenText,
    }),
    ...detailFlags,
    explain: Flags.string({
      summary: messages.getMessage('flags.explain.summary'),
      exclusive: ['username', ...Object.keys(twilioFlags), 'response-file', ...Object.keys(detailFlags)],
    }),
  };

  static {
    completeHelp(this, 'sso verify');
  }

  public async run(): Promise<SsoVerifyResult> {
    const { flags } = await this.parse(SsoVerify);
    if (flags.explain !== undefined) {
      const explanation = explainErrorCode(flags.explain);
      this.logLines(errorCodeText(explanation));
      return explanation;
    }
    const { 'definition-file': file } = flags;
    if (file !== undefined) {
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) =>
        verifyInOrg(target, flags['app-name'], detailOf(flags)),
      );
    }
    const org = requiredOrg(flags['target-org']);
    const captured = flags['response-file'] === undefined ? undefined : await readResponseFile(flags['response-file']);
    const twilio = twilioQuestion(flags);
    this.spinner.start(messages.getMessage(captured === undefined ? 'checking' : 'checkingCaptured'));
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    const report = await verifySso(connection, {
      appName: flags['app-name'],
      appType: flags['app-type'],
      serviceProvider: frontline,
      organizationId: org.getOrgId(),
      now: currentTime,
      ...(flags.username === undefined ? {} : { username: flags.username }),
      ...(twilio === undefined ? {} : { twilio }),
      ...(captured === undefined ? {} : { capturedResponses: captured }),
    });
    this.spinner.stop();
    const { username } = flags;
    const about = { orgName, app: appOf(flags) };
    this.logLines(verifyText(report, { about, detail: detailOf(flags), username, isCaptured: captured !== undefined }));
    process.exitCode = EXIT_CODES[report.verdict];
    return report;
  }
}
