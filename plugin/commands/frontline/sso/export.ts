import { Messages } from '@salesforce/core';
import { handOverValuesOf, type HandOff } from '../../../setup/inspect/hand-over-values.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { handOverPageData, openHandOver, writeHandOverFiles } from '../../../handover/hand-over-output.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
import { filesText, handOverText } from '../../../terminal/texts/hand-over-text.ts';
import { handOverFlags } from '../../../terminal/flags/setup-flags.ts';
import { refuseUnwritable } from '../../../files/write-inside.ts';
import { frontline } from '../../../twilio/service-provider.ts';
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
    const actual = await inspectOrg(connection, { appName, appType: flags['app-type'] });
    const now = new Date();
    const handOver = handOverValuesOf(appName, actual, frontline, now);
    const origin = { org: flags['target-org'], orgName, app: appOf(flags), actual, config: this.config };
    const page = handOverPageData(handOver, origin, now);
    const files = await writeHandOverFiles(page, flags['output-dir']);
    this.logLines([...handOverText(handOver), ...filesText(files)]);
    this.warnAll(page.warnings);
    this.logLines(flags.open ? await openHandOver(page, files) : []);
    return { ...handOver, files };
  }
}
