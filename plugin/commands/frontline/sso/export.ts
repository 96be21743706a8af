import { Messages } from '@salesforce/core';
import { handOverValuesOf, type HandOff } from '../../../setup/inspect/hand-over-values.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { handOver } from '../../../handover/hand-over.ts';
import { currentTime } from '../../../http/clock.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { handOverFlags } from '../../../terminal/flags/setup-flags.ts';
import { showSignInNotice, signInNotice } from '../../../terminal/texts/sign-in-users-text.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { frontline } from '../../../twilio/service-provider.ts';
import { filesText, handOverText } from '../../../terminal/texts/hand-over-text.ts';
import { FrontlineCommand } from '../../../terminal/frontline-command.ts';

const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.export');

export type SsoExportResult = HandOff & {
  /** Paths of the files that were written. */
  files: string[];
};

export default class SsoExport extends FrontlineCommand<SsoExportResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...appFlags, ...handOverFlags };

  public async run(): Promise<SsoExportResult> {
    const { flags } = await this.parse(SsoExport);
    await refuseUnwritable(flags['output-dir']);
    const { connection, orgName } = await connectTo(flags['target-org'], flags['api-version']);
    const appName = flags['app-name'];
    const actual = await inspectOrg(connection, { appName, appType: flags['app-type'], signInUsers: true });
    const values = handOverValuesOf(appName, actual, frontline, currentTime());
    const origin = { org: flags['target-org'], orgName, app: appOf(flags), actual, config: this.config };
    showSignInNotice(this, signInNotice(actual, origin));
    const { files } = await handOver(values, origin, this, {
      directory: flags['output-dir'],
      shown: (written) => [...handOverText(values, written.length > 0), ...filesText(written)],
      open: flags.open,
    });
    return { ...values, files };
  }
}
