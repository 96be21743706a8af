import { Messages } from '@salesforce/core';
import { handOverValuesOf, type HandOff } from '../../../setup/inspect/hand-over-values.ts';
import { inspectOrg } from '../../../setup/inspect/inspect-org.ts';
import { handOver } from '../../../handover/hand-over.ts';
import { organizationNameFor } from '../../../handover/organization-name.ts';
import { currentTime } from '../../../http/clock.ts';
import { appFlags, appOf, connectTo, orgFlags } from '../../../terminal/flags/org-flags.ts';
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
    const { 'target-org': org, 'output-dir': directory } = flags;
    const { connection, orgName } = await connectTo(org, flags['api-version']);
    const organizationName = organizationNameFor(directory, org, connection);
    const appName = flags['app-name'];
    const actual = await inspectOrg(connection, { appName, appType: flags['app-type'] });
    const values = handOverValuesOf(appName, actual, frontline, currentTime());
    const origin = { org, orgName, organizationName, app: appOf(flags), actual, config: this.config };
    const { files } = await handOver(values, origin, this, { directory, open: flags.open });
    return { ...values, files };
  }
}
