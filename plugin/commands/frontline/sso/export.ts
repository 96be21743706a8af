import { Messages } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { writeHandOff } from '../../../setup/hand-off-files.ts';
import { handOffOf, type HandOff } from '../../../setup/hand-off.ts';
import { inspectOrg } from '../../../setup/inspect.ts';
import { appFlags, connectTo, explained, orgFlags } from '../../../terminal/org-flags.ts';
import { filesText, handOffText, handOffWarnings } from '../../../terminal/hand-off-text.ts';
import { outputDirFlag } from '../../../terminal/setup-flags.ts';
import { frontline } from '../../../twilio/service-provider.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'frontline.sso.export');

export type SsoExportResult = HandOff & {
  /** Paths of the files that were written. */
  files: string[];
};

export default class SsoExport extends SfCommand<SsoExportResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');

  public static readonly flags = { ...orgFlags, ...appFlags, ...outputDirFlag };

  public async run(): Promise<SsoExportResult> {
    const { flags } = await this.parse(SsoExport);
    const { connection } = connectTo(flags['target-org'], flags['api-version']);
    const appName = flags['app-name'];
    const actual = await inspectOrg(connection, { appName, appType: flags['app-type'] });
    const handOff = handOffOf(appName, actual, frontline, new Date());
    const directory = flags['output-dir'];
    const files = directory === undefined ? [] : await writeHandOff(handOff, directory);
    [...handOffText(handOff), ...filesText(files)].forEach((line) => this.log(line));
    handOffWarnings(handOff, actual).forEach((warning) => this.warn(warning));
    return { ...handOff, files };
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(explained(error, this.argv));
  }
}
