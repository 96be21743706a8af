import { Messages } from '@salesforce/core';
import { handOverValuesOf, type HandOff } from '../../../setup/inspect/hand-over-values.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { handOver } from '../../../handover/hand-over.ts';
import { organizationNameFor } from '../../../handover/organization-name.ts';
import { currentTime } from '../../../http/clock.ts';
import { exportInOrg } from '../../../several-orgs/export-in-org.ts';
import type { SeveralOrgs } from '../../../several-orgs/org-outcomes.ts';
import { runInOrgs } from '../../../several-orgs/run-in-orgs.ts';
import { definitionFlags, optionalOrgFlag, requiredOrg } from '../../../terminal/flags/definition-flags.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { handOverFlags } from '../../../terminal/flags/setup-flags.ts';
import { showSignInNotice, signInNotice } from '../../../terminal/texts/sign-in-users-text.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { shownValues } from '../../../terminal/texts/hand-over-text.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';
import { completeHelp } from '../../../terminal/help/complete-help.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.export');

export type SsoExportResult = HandOff & {
  /** Paths of the files that were written. */
  files: string[];
};

/** With --definition-file, the result of every org. */
export type SsoExportOutput = SsoExportResult | SeveralOrgs<SsoExportResult>;

export default class SsoExport extends FrontlineCommand<SsoExportOutput> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = {
    ...orgFlags,
    ...optionalOrgFlag,
    ...appFlags,
    ...handOverFlags,
    ...definitionFlags([...Object.keys(appFlags), 'open']),
  };

  static {
    completeHelp(this, 'sso export');
  }

  public async run(): Promise<SsoExportOutput> {
    const { flags } = await this.parse(SsoExport);
    await refuseUnwritable(flags['output-dir']);
    const { 'definition-file': file, 'output-dir': outputDirectory } = flags;
    if (file !== undefined) {
      const options = { outputDirectory, config: this.config };
      return runInOrgs(this, { ...flags, 'definition-file': file }, (target) => exportInOrg(target, options));
    }
    const org = requiredOrg(flags['target-org']);
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    const organizationName = organizationNameFor(outputDirectory, org, connection);
    const appName = flags['app-name'];
    const actual = await inspectOrg(connection, { appName, appType: flags['app-type'], signInUsers: true });
    const values = handOverValuesOf(appName, actual, frontline, currentTime());
    const origin = { org, orgName, organizationName, app: appOf(flags), actual, config: this.config };
    showSignInNotice(this, signInNotice(actual, origin));
    const { files } = await handOver(values, origin, this, {
      directory: outputDirectory,
      shown: shownValues(values),
      open: flags.open,
    });
    return { ...values, files };
  }
}
