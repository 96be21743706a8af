import { Messages, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { setupError } from '../../../errors.ts';
import { verifySso, type VerifyReport } from '../../../setup/verify-sso.ts';
import { readResponseFile } from '../../../terminal/response-file.ts';
import { appFlags, connectTo, explained } from '../../../terminal/org-flags.ts';
import { verifyText } from '../../../terminal/verify-text.ts';
import { explainErrorCode, type ErrorExplanation } from '../../../twilio/error-codes.ts';
import { frontline } from '../../../twilio/service-provider.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.verify');

export type SsoVerifyResult = VerifyReport | ErrorExplanation;

export default class SsoVerify extends SfCommand<SsoVerifyResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    'target-org': Flags.optionalOrg({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
    'api-version': Flags.orgApiVersion(),
    ...appFlags,
    username: Flags.string({ summary: messages.getMessage('flags.username.summary') }),
    'response-file': Flags.string({ summary: messages.getMessage('flags.response-file.summary') }),
    verbose: Flags.boolean({ summary: messages.getMessage('flags.verbose.summary'), default: false }),
    explain: Flags.string({
      summary: messages.getMessage('flags.explain.summary'),
      exclusive: ['username', 'response-file', 'verbose'],
    }),
  };

  public async run(): Promise<SsoVerifyResult> {
    const { flags } = await this.parse(SsoVerify);
    if (flags.explain !== undefined) {
      return this.explain(flags.explain);
    }
    const org = requiredOrg(flags['target-org']);
    const captured = flags['response-file'] === undefined ? undefined : await readResponseFile(flags['response-file']);
    this.spinner.start(messages.getMessage('signingIn'));
    const report = await verifySso(connectTo(org, flags['api-version']).connection, {
      appName: flags['app-name'],
      appType: flags['app-type'],
      serviceProvider: frontline,
      organizationId: org.getOrgId(),
      now: () => new Date(),
      ...(flags.username === undefined ? {} : { username: flags.username }),
      ...(captured === undefined ? {} : { capturedResponse: captured }),
    });
    this.spinner.stop();
    verifyText(report, flags.verbose).forEach((line) => this.log(line));
    process.exitCode = report.ok ? 0 : 1;
    return report;
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(explained(error, this.argv));
  }

  private explain(code: string): ErrorExplanation {
    const explanation = explainErrorCode(code);
    this.log(`${explanation.code} ${explanation.title}`);
    this.log();
    this.log(`${messages.getMessage('cause')}: ${explanation.cause}`);
    this.log(`${messages.getMessage('doThis')}: ${explanation.fix}`);
    return explanation;
  }
}

/** The org, which every use but the explanation of a code needs. */
function requiredOrg(org: Org | undefined): Org {
  if (org === undefined) {
    throw setupError('OrgMissing', { exitCode: 2 });
  }
  return org;
}
